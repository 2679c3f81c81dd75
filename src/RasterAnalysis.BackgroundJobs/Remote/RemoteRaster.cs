namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>A file of another server that a job reads by ranges.</summary>
/// <param name="Address">Where it lies.</param>
/// <param name="Version">The file as it was when the job began to read it.</param>
/// <param name="Folder">Where its blocks are kept.</param>
/// <param name="Described">When its description was written.</param>
internal sealed record RemoteRaster(Uri Address, RemoteVersion Version, string Folder, DateTime Described = default);
