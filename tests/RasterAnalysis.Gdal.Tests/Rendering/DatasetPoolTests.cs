using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Rendering;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Rendering;

public sealed class DatasetPoolTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Take_GivesEachDatasetToOneUser()
    {
        using var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        var dataset = Open();
        pool.Return("a", dataset);

        Assert.Null(pool.Take("b"));
        Assert.Same(dataset, pool.Take("a"));
        Assert.Null(pool.Take("a"));
        dataset.Dispose();
    }

    [Fact]
    public void Return_BeyondTheMost_ClosesTheOneThatWasUsedLongestAgo()
    {
        using var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        GdalDataset[] datasets = [.. Enumerable.Range(0, 17).Select(_ => Open())];

        foreach (var (number, dataset) in datasets.Index())
        {
            pool.Return($"{number}", dataset);
        }

        Assert.True(datasets[0].Handle.IsClosed);
        Assert.All(datasets[1..], dataset => Assert.False(dataset.Handle.IsClosed));
    }

    [Fact]
    public void Sweep_ClosesWhatNobodyUsed()
    {
        using var pool = new DatasetPool(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var dataset = Open();

        pool.Return("a", dataset);

        Assert.True(SpinWait.SpinUntil(() => dataset.Handle.IsClosed, TimeSpan.FromSeconds(30)));
        Assert.Null(pool.Take("a"));
    }

    [Fact]
    public void Dispose_ClosesAllAndWhatComesLater()
    {
        var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        var (early, late) = (Open(), Open());
        pool.Return("a", early);

        pool.Dispose();
        pool.Return("b", late);

        Assert.True(early.Handle.IsClosed && late.Handle.IsClosed);
    }

    private GdalDataset Open()
    {
        var path = _folder.File("a.tif");
        return GdalDataset.Open(File.Exists(path) ? path : TestRasters.Create(path, new RasterSize(2, 1), PixelType.U8, [1, 2]), isTrusted: true);
    }
}
