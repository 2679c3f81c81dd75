namespace RasterAnalysis.Rasters;

/// <summary>A raster cannot be opened, read or written.</summary>
public class RasterAccessException : RasterAnalysisException
{
    /// <summary>Makes the failure; see <see cref="RasterAnalysisException"/>.</summary>
    public RasterAccessException(string message, bool isTransient = false, Exception? innerException = null)
        : base("raster-access", message, isTransient, innerException)
    {
    }

    /// <summary>The field of a request that named the raster; null where it was sent as a file, or is not known.</summary>
    public string? Field { get; init; }
}
