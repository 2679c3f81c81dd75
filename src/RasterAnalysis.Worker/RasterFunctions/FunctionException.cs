namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>A Python raster function failed; the text is for users. Never leaves <see cref="FunctionSession"/> and its runtime: there it is the package's fault, or a run's.</summary>
internal sealed class FunctionException(string message, Exception? innerException = null) : Exception(message, innerException);
