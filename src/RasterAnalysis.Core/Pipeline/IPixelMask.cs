using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>Says which pixels a job wants: the mask of its <c>context</c>.</summary>
/// <remarks>Not thread-safe.</remarks>
public interface IPixelMask : IDisposable
{
    /// <summary>Reads a window.</summary>
    /// <param name="window">Pixels of the processing grid; must lie inside it.</param>
    /// <param name="wanted">Receives rows × columns bytes: 1 where the centre of the pixel is wanted, 0 elsewhere.</param>
    /// <exception cref="RasterAccessException">The mask cannot be read.</exception>
    void Read(PixelWindow window, Span<byte> wanted);
}
