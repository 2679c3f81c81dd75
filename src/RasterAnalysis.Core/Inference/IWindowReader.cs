using RasterAnalysis.Rasters;

namespace RasterAnalysis.Inference;

/// <summary>Reads windows that may hang over a raster's edges.</summary>
/// <remarks>Not thread-safe.</remarks>
internal interface IWindowReader : IDisposable
{
    /// <summary>Reads one window.</summary>
    /// <param name="window">Pixels of the raster's grid; may hang over it.</param>
    /// <param name="pixels">Receives bands × rows × columns values.</param>
    /// <param name="validity">Receives rows × columns bytes: 1 where there is a pixel.</param>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    void Read(PixelWindow window, Span<float> pixels, Span<byte> validity);
}
