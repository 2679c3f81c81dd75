using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Remembers what was asked for. A point's values are its x and its y, and outside the rectangle there are none.</summary>
internal sealed class FakeRasterSampler : IRasterSampler
{
    public List<(RasterSource Source, SampleRequest Request)> Sampled { get; } = [];

    public List<(RasterSource Source, SummaryRequest Request)> Summarized { get; } = [];

    public Dictionary<string, RasterInfo> Files { get; } = [];

    /// <summary>Thrown instead of an answer, when set.</summary>
    public Exception? Failure { get; set; }

    public RasterInfo Describe(string path, bool isTrusted) => Failure is null ? Files[path] : throw Failure;

    public IReadOnlyList<IReadOnlyList<double?>> Sample(RasterSource source, SampleRequest request, CancellationToken cancellationToken = default)
    {
        Sampled.Add((source, request));
        var all = request.Extent;
        return [.. request.Points.Select(p => (IReadOnlyList<double?>)(p.X >= all.XMin && p.X < all.XMax && p.Y >= all.YMin && p.Y < all.YMax ? [p.X, p.Y] : []))];
    }

    public IReadOnlyList<BandSummary?> Summarize(RasterSource source, SummaryRequest request, CancellationToken cancellationToken = default)
    {
        Summarized.Add((source, request));
        return Failure is not null ? throw Failure : [new BandSummary(1, 9, 5.5, 2.25, 5, 4, 100, new BandHistogram(1, 9, [60, 40])), null];
    }
}
