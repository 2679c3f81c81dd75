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
    public void Take_gives_each_dataset_to_one_user()
    {
        using var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        var dataset = pool.Opened(Open());
        pool.Return("a", dataset);

        Assert.Null(pool.Take("b"));
        Assert.Same(dataset, pool.Take("a"));
        Assert.Null(pool.Take("a"));
        dataset.Dataset.Dispose();
    }

    [Fact]
    public void Return_beyond_the_most_closes_the_one_that_was_used_longest_ago()
    {
        using var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        DatasetPool.Pooled[] datasets = [.. Enumerable.Range(0, 17).Select(_ => pool.Opened(Open()))];

        foreach (var (number, dataset) in datasets.Index())
        {
            pool.Return($"{number}", dataset);
        }

        Assert.True(datasets[0].Dataset.Handle.IsClosed);
        Assert.All(datasets[1..], dataset => Assert.False(dataset.Dataset.Handle.IsClosed));
    }

    [Fact]
    public void Sweep_closes_what_was_opened_long_ago()
    {
        using var pool = new DatasetPool(TimeSpan.FromMilliseconds(20), TimeProvider.System);
        var dataset = pool.Opened(Open());

        pool.Return("a", dataset);

        Assert.True(SpinWait.SpinUntil(() => dataset.Dataset.Handle.IsClosed, TimeSpan.FromSeconds(30)));
        Assert.Null(pool.Take("a"));
    }

    [Fact]
    public void Return_of_an_old_one_closes_it_however_often_it_was_used()
    {
        using var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        var old = pool.Opened(Open()) with { Opened = TimeProvider.System.GetTimestamp() - (2 * 3600 * TimeProvider.System.TimestampFrequency) };

        pool.Return("a", old);

        Assert.True(old.Dataset.Handle.IsClosed);
    }

    [Fact]
    public void Dispose_closes_all_and_what_comes_later()
    {
        var pool = new DatasetPool(TimeSpan.FromHours(1), TimeProvider.System);
        var (early, late) = (pool.Opened(Open()), pool.Opened(Open()));
        pool.Return("a", early);

        pool.Dispose();
        pool.Return("b", late);

        Assert.True(early.Dataset.Handle.IsClosed && late.Dataset.Handle.IsClosed);
    }

    private GdalDataset Open()
    {
        var path = _folder.File("a.tif");
        return GdalDataset.Open(File.Exists(path) ? path : TestRasters.Create(path, new RasterSize(2, 1), PixelType.U8, [1, 2]), isTrusted: true);
    }
}
