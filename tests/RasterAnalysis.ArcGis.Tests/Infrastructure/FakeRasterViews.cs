using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Hands everything to the two fakes.</summary>
internal sealed class FakeRasterViews(IRasterRenderer renderer, IRasterSampler sampler) : IRasterViews
{
    public Task<RenderedImage> RenderAsync(RasterSource source, RenderRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(renderer.Render(source, request, cancellationToken));

    public Task<IReadOnlyList<IReadOnlyList<double?>>> SampleAsync(RasterSource source, SampleRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(sampler.Sample(source, request, cancellationToken));

    public Task<IReadOnlyList<BandSummary?>> SummarizeAsync(RasterSource source, SummaryRequest request, CancellationToken cancellationToken) =>
        Task.FromResult(sampler.Summarize(source, request, cancellationToken));

    public Task<RasterInfo> DescribeAsync(RasterSource source, CancellationToken cancellationToken) =>
        Task.FromResult(sampler.Describe(source.Path, source.IsTrusted));
}
