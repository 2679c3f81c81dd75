namespace RasterAnalysis.Rasters;

/// <summary>Reads windows of chosen bands of one raster on one grid.</summary>
/// <remarks>Not thread-safe: one reader belongs to one thread, as GDAL requires of a dataset. Dispose it to close the file.</remarks>
public interface IRasterReader : IDisposable
{
    /// <summary>The grid that windows refer to.</summary>
    RasterGrid Grid { get; }

    /// <summary>Number of bands that a read delivers.</summary>
    int BandCount { get; }

    /// <summary>Says which pixels will be read next, so that a raster that lies elsewhere can be fetched with few waits. Need not be called.</summary>
    /// <param name="window">Pixels of <see cref="Grid"/>; must lie inside it.</param>
    /// <exception cref="RasterAccessException">They cannot be fetched.</exception>
    void Announce(PixelWindow window)
    {
    }

    /// <summary>Says which pixels will be read after those that were announced, so that they can be fetched meanwhile; nobody waits for them. Need not be called.</summary>
    /// <param name="window">Pixels of <see cref="Grid"/>; must lie inside it.</param>
    /// <exception cref="RasterAccessException">Where they lie cannot be found out.</exception>
    void AnnounceLater(PixelWindow window)
    {
    }

    /// <summary>Reads one window of the bands.</summary>
    /// <param name="window">Pixels of <see cref="Grid"/>; must lie inside it.</param>
    /// <param name="pixels">Receives bands × rows × columns values, in that order (band-sequential).</param>
    /// <param name="validity">
    /// Receives rows × columns bytes: 1 where at least one of the bands is valid, 0 where none is. Values of invalid samples are 0, the
    /// fill that ArcGIS gives a network (<c>docs/reference/dlpk-and-emd.md#normalisation</c>).
    /// </param>
    /// <exception cref="RasterAccessException">The block cannot be read; the text names the window.</exception>
    void Read(PixelWindow window, Span<float> pixels, Span<byte> validity);
}
