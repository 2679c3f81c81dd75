namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>How names are compared in the database: without case.</summary>
internal static class NameKey
{
    public static string Of(string name) => name.ToUpperInvariant();
}
