using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.BackgroundJobs.Tests.Views;

public sealed class PictureCacheTests : IDisposable
{
    private const int Bytes = 100_000;
    private readonly string _file = Path.GetTempFileName();
    private readonly PictureCache _cache = new(Bytes, TimeProvider.System);

    private RasterSource Result => new(_file, IsTrusted: false) { IsOwn = true };

    public void Dispose()
    {
        _cache.Dispose();
        File.Delete(_file);
    }

    [Fact]
    public void What_was_asked_for_before_is_found()
    {
        var image = Image(10);
        _cache.Add(_cache.KeyOf(Result, Request(1))!, image);

        Assert.True(_cache.TryFind(_cache.KeyOf(Result, Request(1))!, out var found));
        Assert.Same(image, found);
    }

    [Fact]
    public void Any_difference_of_the_request_is_another_picture()
    {
        _cache.Add(_cache.KeyOf(Result, Request(1))!, Image(10));

        RenderRequest[] others =
        [
            Request(2), Request(1) with { Size = new RasterSize(5, 4) }, Request(1) with { Format = RenderFormat.Png24 }, Request(1) with { Bands = [1] },
            Request(1) with { SpatialReference = new SpatialReference(3857, null) }, Request(1) with { Resampling = ResamplingMethod.Majority },
            Request(1) with { Function = new ColormapFunction([new ColormapEntry(1, 2, 3, 4)]) }, Request(1) with { NoData = new NoDataRule([1], false) },
            Request(1) with { Quality = 3 }, Request(1) with { PixelType = PixelType.F32 }, Request(1) with { Tolerance = 1 },
        ];
        Assert.All(others, other => Assert.False(_cache.TryFind(_cache.KeyOf(Result, other)!, out _)));
    }

    [Fact]
    public void A_changed_file_is_another_picture_and_the_old_ones_go()
    {
        _cache.Add(_cache.KeyOf(Result, Request(1))!, Image(10));

        File.WriteAllText(_file, "another");

        Assert.False(_cache.TryFind(_cache.KeyOf(Result, Request(1))!, out _));
        Assert.NotEqual(0, _cache.Bytes);
        _cache.Sweep();
        Assert.Equal(0, _cache.Bytes);
    }

    [Fact]
    public void What_was_asked_for_longest_ago_goes_first_and_the_bound_holds()
    {
        for (var number = 0; number < 40; number++)
        {
            _cache.Add(_cache.KeyOf(Result, Request(number))!, Image(5000));
            Assert.True(_cache.TryFind(_cache.KeyOf(Result, Request(0))!, out _));
            Assert.InRange(_cache.Bytes, 1, Bytes);
        }

        Assert.False(_cache.TryFind(_cache.KeyOf(Result, Request(1))!, out _));
        Assert.True(_cache.TryFind(_cache.KeyOf(Result, Request(39))!, out _));
    }

    [Fact]
    public void A_large_picture_is_not_kept()
    {
        _cache.Add(_cache.KeyOf(Result, Request(1))!, Image(Bytes / 2));

        Assert.Equal(0, _cache.Bytes);
    }

    [Fact]
    public void Only_whole_results_are_kept()
    {
        Assert.Null(_cache.KeyOf(Result with { IsOwn = false }, Request(1)));
        Assert.Null(_cache.KeyOf(Result with { IsTrusted = true }, Request(1)));
        Assert.Null(_cache.KeyOf(Result with { Members = [new MosaicMember("a", _file, false)] }, Request(1)));
        Assert.Null(_cache.KeyOf(Result with { Path = _file + ".gone" }, Request(1)));
        using var none = new PictureCache(0, TimeProvider.System);
        Assert.Null(none.KeyOf(Result, Request(1)));
    }

    private static RenderRequest Request(int number) => new(new Extent(number, 0, number + 1, 1), null, new RasterSize(4, 4), RenderFormat.Png32);

    private static RenderedImage Image(int bytes) => new(new byte[bytes], "image/png");
}
