namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>What a server gave of the beginning of a file.</summary>
/// <param name="Version">The file; null where the server gives no ranges, or does not say by what the file is known again.</param>
/// <param name="Head">The first bytes; null where the version is the one that was known before, and nothing was sent.</param>
internal sealed record RangeProbe(RemoteVersion? Version, byte[]? Head);
