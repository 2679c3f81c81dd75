using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Tests;

/// <summary>Jobs and items whose details do not matter.</summary>
internal static class Some
{
    public static AnalysisJob Job(string? outputName = null) => new()
    {
        Id = AnalysisJob.NewId(),
        Task = "ClassifyPixelsUsingDeepLearning",
        Submitted = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
        Request = "{}",
        Inputs = """{"inputRaster":{"itemId":"a"}}""",
        OutputName = outputName ?? $"Result{Guid.NewGuid():N}",
        Owner = "ann",
    };

    public static IReadOnlyList<JobSection> Sections(int count) =>
        [.. Enumerable.Range(0, count).Select(number => JobSection.Planned(number, new PixelWindow(number * 512, 0, 512, 512)))];

    public static CatalogItem Item(string? serviceName = null, string? jobId = null, string? id = null) => new()
    {
        Id = id ?? CatalogItem.NewId(),
        Title = "Harbour",
        Type = ItemType.ImageService,
        Name = "harbour.tif",
        Size = 17,
        Owner = "ann",
        Created = DateTimeOffset.UtcNow,
        DataPath = "/nowhere/harbour.tif",
        ServiceName = serviceName,
        JobId = jobId,
    };
}
