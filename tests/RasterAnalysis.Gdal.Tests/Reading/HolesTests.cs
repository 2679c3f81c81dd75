using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

// One mask, said in several ways, gives the same samples on any grid: a sample without a value takes no part, and a pixel has none where the nearest sample has none.
public sealed class HolesTests : IDisposable
{
    private const int Side = 60;
    private readonly TempFolder _folder = new();

    public static TheoryData<ResamplingMethod, double, bool> Grids => new()
    {
        { ResamplingMethod.Bilinear, 4, false }, { ResamplingMethod.Bilinear, 17, false }, { ResamplingMethod.Bilinear, 10, true },
        { ResamplingMethod.Cubic, 4, false }, { ResamplingMethod.Cubic, 17, false }, { ResamplingMethod.Cubic, 10, true },
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Grids))]
    public void Every_way_to_say_it_is_the_same(ResamplingMethod resampling, double cell, bool isProjected)
    {
        string[] files =
        [
            Make("nodata", PixelType.F32, (value, hole) => hole ? -9999 : value, dataset => dataset.Band(1).SetNoData(-9999)),
            Make("nan", PixelType.F32, (value, hole) => hole ? double.NaN : value, dataset => dataset.Band(1).SetNoData(double.NaN)),
            Make("untagged", PixelType.F32, (value, hole) => hole ? double.NaN : value, null),
            Make("infinite", PixelType.F32, (value, hole) => hole ? double.PositiveInfinity : value, dataset => dataset.Band(1).SetNoData(-1)),
            Make("wide", PixelType.S32, (value, hole) => hole ? int.MinValue : value, dataset => dataset.Band(1).SetNoData(int.MinValue)),
            Make("mask", PixelType.F32, (value, _) => value, Mask),
        ];

        var all = files.Select(file => Read(file, resampling, cell, isProjected)).ToArray();

        var nearest = Read(files[0], ResamplingMethod.Nearest, cell, isProjected);
        Assert.Contains((byte)0, nearest.Validity);
        Assert.All(all, one => Assert.Equal(nearest.Validity, one.Validity));
        Assert.All(all.Where((_, i) => i != 4), one => Assert.Equal(all[0].Pixels, one.Pixels));
        Assert.All(all[4].Pixels.Zip(all[0].Pixels), pair => Assert.InRange(pair.First - pair.Second, -0.51f, 0.51f));
    }

    private static double Value(int row, int column) => 100 + ((row * 7) + (column * 3)) % 50;

    private static bool IsHole(int row, int column) => ((row - 30) * (row - 30)) + ((column - 25) * (column - 25)) < 150 || (row * 31) + (column * 17) % 97 < 5;

    private static unsafe void Mask(GdalDataset dataset)
    {
        using var errors = GdalErrorScope.Enter("Making a mask");
        errors.Check("GDALCreateMaskBand", LibGdal.GDALCreateMaskBand(dataset.Band(1).Handle, GdalConstants.GMF_PER_DATASET));
        TestRasters.WriteBytes(
            dataset.Band(1).GetMask(), dataset.Size, [.. Enumerable.Range(0, Side * Side).Select(i => IsHole(i / Side, i % Side) ? (byte)0 : (byte)255)]);
    }

    private string Make(string name, PixelType type, Func<double, bool, double> sample, Action<GdalDataset>? change) => TestRasters.Create(
        _folder.File($"{name}.tif"), new RasterSize(Side, Side), type,
        [.. Enumerable.Range(0, Side * Side).Select(i => sample(Value(i / Side, i % Side), IsHole(i / Side, i % Side)))], change: change);

    private static (float[] Pixels, byte[] Validity) Read(string path, ResamplingMethod resampling, double cell, bool isProjected)
    {
        var wish = isProjected ? new GridRequest(OutputSpatialReference: new SpatialReference(3857, null)) : new GridRequest(CellSize: (cell, cell));
        var plan = GridPlanner.Plan(RasterDescriber.Describe(path, true), path, true, wish);
        using var reader = RasterOpener.Open(new RasterReadSpec(path, true, [1], plan.ProcessingGrid, resampling));
        return TestRasters.ReadAll(reader);
    }
}
