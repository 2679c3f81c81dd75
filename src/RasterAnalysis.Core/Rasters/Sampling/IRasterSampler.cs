using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Rasters.Sampling;

/// <summary>Takes values and statistics out of raster files, for map clients.</summary>
/// <remarks>Thread-safe: each call opens what it needs. The rules for opening are those of <see cref="IRasterRenderer"/>.</remarks>
public interface IRasterSampler
{
    /// <summary>Says what a raster file is, from its header alone.</summary>
    /// <exception cref="RasterAccessException">It cannot be opened, by the drivers that are allowed.</exception>
    RasterInfo Describe(string path, bool isTrusted);

    /// <summary>Values at places.</summary>
    /// <returns>For each point its values by band, null for a band without a pixel there; an empty list for a point outside the rectangle.</returns>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    IReadOnlyList<IReadOnlyList<double?>> Sample(RasterSource source, SampleRequest request, CancellationToken cancellationToken = default);

    /// <summary>Statistics and histograms of an area.</summary>
    /// <returns>For each band its summary; null for a band without a valid pixel there.</returns>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    IReadOnlyList<BandSummary?> Summarize(RasterSource source, SummaryRequest request, CancellationToken cancellationToken = default);
}
