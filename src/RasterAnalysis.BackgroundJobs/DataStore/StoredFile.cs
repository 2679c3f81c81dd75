namespace RasterAnalysis.BackgroundJobs.DataStore;

/// <summary>A file of a folder, as a manifest of the data store names it.</summary>
/// <param name="Path">Its path in the folder, with slashes.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedTicks">Last change, ticks of UTC: what was noted of a file by its time holds on every machine.</param>
/// <param name="Sha256">Hash of the content, lower case; under it the content lies.</param>
/// <param name="Root">The data folder whose paths are in it, of files that are written anew with those of the machine that has them; null for others.</param>
internal sealed record StoredFile(string Path, long Length, long ModifiedTicks, string Sha256, string? Root = null);
