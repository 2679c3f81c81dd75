using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal;

/// <summary>A call of libgdal failed. The message names files without their folders.</summary>
public sealed class GdalException : RasterAccessException
{
    /// <summary>Makes the failure of one call.</summary>
    /// <param name="message">The whole sentence for a person.</param>
    /// <param name="function">C name of the function that failed; empty when libgdal itself is missing or unfit.</param>
    /// <param name="errorClass">How bad it is.</param>
    /// <param name="number">GDAL's error number (<c>CPLE_*</c>); 0 when it gave none.</param>
    /// <param name="text">GDAL's own words; empty when it said nothing.</param>
    /// <param name="isTransient">True for errors of a network.</param>
    /// <param name="innerException">The cause, if any.</param>
    public GdalException(
        string message,
        string function = "",
        GdalErrorClass errorClass = GdalErrorClass.Failure,
        int number = 0,
        string text = "",
        bool isTransient = false,
        Exception? innerException = null)
        : base(message, isTransient, innerException)
    {
        Function = function;
        ErrorClass = errorClass;
        Number = number;
        Text = text;
    }

    /// <summary>C name of the function that failed.</summary>
    public string Function { get; }

    /// <summary>How bad the error is.</summary>
    public GdalErrorClass ErrorClass { get; }

    /// <summary>GDAL's error number.</summary>
    public int Number { get; }

    /// <summary>GDAL's own words.</summary>
    public string Text { get; }
}
