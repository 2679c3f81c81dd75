using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.Rasters.Rendering;

/// <summary>
/// What map clients see of rasters: pictures, values, statistics. Rasters that the service made itself are read in this process; everybody else's only
/// in processing instances.
/// </summary>
/// <remarks>
/// Thread-safe. No call takes longer than the settings allow (<c>RasterAnalysis__Pictures__MaxWait</c> and <c>__MaxTime</c>). A call that is cancelled ends at
/// once for its caller.
/// </remarks>
public interface IRasterViews
{
    /// <summary>As <see cref="IRasterRenderer.Render"/>.</summary>
    /// <exception cref="RasterAccessException">The file cannot be read, or the view cannot be projected.</exception>
    /// <exception cref="InvalidRequestException">What is asked for cannot be made of this raster; the fields are those of <c>exportImage</c>.</exception>
    /// <exception cref="BusyException">Too many others are asking.</exception>
    Task<RenderedImage> RenderAsync(RasterSource source, RenderRequest request, CancellationToken cancellationToken);

    /// <summary>As <see cref="IRasterSampler.Sample"/>.</summary>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    /// <exception cref="BusyException">Too many others are asking.</exception>
    Task<IReadOnlyList<IReadOnlyList<double?>>> SampleAsync(RasterSource source, SampleRequest request, CancellationToken cancellationToken);

    /// <summary>As <see cref="IRasterSampler.Summarize"/>.</summary>
    /// <exception cref="RasterAccessException">The raster cannot be read.</exception>
    /// <exception cref="BusyException">Too many others are asking.</exception>
    Task<IReadOnlyList<BandSummary?>> SummarizeAsync(RasterSource source, SummaryRequest request, CancellationToken cancellationToken);

    /// <summary>As <see cref="IRasterSampler.Describe"/>, of a source that is one file.</summary>
    /// <exception cref="RasterAccessException">It cannot be opened, by the drivers that are allowed.</exception>
    /// <exception cref="BusyException">Too many others are asking.</exception>
    Task<RasterInfo> DescribeAsync(RasterSource source, CancellationToken cancellationToken);
}
