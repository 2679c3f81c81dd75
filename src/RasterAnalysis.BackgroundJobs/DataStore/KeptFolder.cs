namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>What a folder here has in common with the data store: as <c>data-store/&lt;item&gt;.json</c> in the data folder. A folder without it was filled here and is not stored yet.</summary>
/// <param name="Version">Hash of the manifest that the folder is a copy of; empty where the manifest has files that are not here yet.</param>
/// <param name="Files">The files.</param>
internal sealed record KeptFolder(string Version, IReadOnlyList<KeptFile> Files);
