namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>Which content the files of a folder have. Written when all of it is in the data store.</summary>
/// <param name="Files">The files, by path.</param>
internal sealed record FolderManifest(IReadOnlyList<StoredFile> Files);
