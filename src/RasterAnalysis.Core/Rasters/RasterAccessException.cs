namespace RasterAnalysis.Rasters;

/// <summary>A raster cannot be opened, read or written.</summary>
public class RasterAccessException : RasterAnalysisException
{
    /// <summary>Makes the failure; see <see cref="RasterAnalysisException"/>.</summary>
    public RasterAccessException(string message, bool isTransient = false, Exception? innerException = null)
        : base("raster-access", message, isTransient, innerException)
    {
    }
}
