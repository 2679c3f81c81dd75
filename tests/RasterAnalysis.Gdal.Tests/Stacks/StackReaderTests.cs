using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Stacks;

// Several files as the bands of one raster.
public sealed class StackReaderTests : IDisposable
{
    private static readonly RasterSize Fine = new(96, 64);
    private static readonly RasterSize Coarse = new(48, 32);
    private static readonly RasterGrid CoarseGrid = new(Coarse, new GeoTransform(500000, 20, 0, 5000000, 0, -20), TestRasters.UtmWkt);

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Bands_follow_one_another_on_the_grid_of_the_finest()
    {
        var path = Stack(areStored: false, (CoarseFile("coarse.tif"), [new StackedBand("swir16")]), (FineFile("fine.tif", bands: 2), [new StackedBand("red"), new StackedBand("nir", NoData: 5)]));
        var info = RasterDescriber.Describe(path, isTrusted: false);
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [3, 1]));

        var (pixels, validity) = TestRasters.ReadAll(reader);

        Assert.Equal((Fine, "Stack"), (info.Grid.Size, info.Driver));
        Assert.Equal(["swir16", "red", "nir"], info.Bands.Select(band => band.Name));
        Assert.Equal([1, 2, 3], info.Bands.Select(band => band.Number));
        Assert.Equal((PixelType.U16, 5.0), (info.Bands[2].PixelType, info.Bands[2].NoData));
        for (var i = 0; i < Fine.PixelCount; i++)
        {
            var (row, column) = (i / Fine.Width, i % Fine.Width);
            var nir = FineValue(1, row, column);
            Assert.Equal((nir == 5 ? 0 : nir, CoarseValue(row / 2, column / 2), 1), (pixels[i], pixels[Fine.PixelCount + i], validity[i]));
        }
    }

    [Fact]
    public void Scaled_bands_are_floating_point_and_their_NoData_is_told_by_the_stored_value()
    {
        var path = Stack(areStored: false, (FineFile("fine.tif", bands: 1), [new StackedBand("red", NoData: 5, Scale: 0.5, Offset: -2.5)]));
        var stored = Stack(areStored: true, (FineFile("fine.tif", bands: 1), [new StackedBand("red", NoData: 5, Scale: 0.5, Offset: -2.5)]));
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1]));

        var (pixels, validity) = TestRasters.ReadAll(reader);

        // stored 5 would be 0, which is also what a hole is filled with
        Assert.All(Enumerable.Range(0, pixels.Length), i =>
        {
            var value = FineValue(0, i / Fine.Width, i % Fine.Width);
            Assert.Equal(value == 5 ? (0f, 0) : ((value * 0.5f) - 2.5f, 1), (pixels[i], (int)validity[i]));
        });
        var info = RasterDescriber.Describe(path, isTrusted: false);
        Assert.Equal((PixelType.F32, null, 1.0, 0.0, true), (info.Bands[0].PixelType, info.Bands[0].NoData, info.Bands[0].Scale, info.Bands[0].Offset, info.HasMask));
        Assert.Equal(["Values of red are scaled by the STAC item: stored × 0.5 - 2.5. A model that was trained on stored values needs \"values\": \"stored\" beside the url."], StackNotes.Of([path, path, "/no/stack.tif"]));
        var asStored = RasterDescriber.Describe(stored, isTrusted: false).Bands[0];
        Assert.Equal((PixelType.U16, 5.0, 0.5, -2.5), (asStored.PixelType, asStored.NoData, asStored.Scale, asStored.Offset));
        Assert.Empty(StackNotes.Of([stored]));
    }

    [Theory]
    [InlineData(ResamplingMethod.Nearest)]
    [InlineData(ResamplingMethod.Bilinear)]
    [InlineData(ResamplingMethod.Cubic)]
    public void A_window_read_alone_is_that_of_the_whole(ResamplingMethod resampling)
    {
        var path = Stack(
            areStored: false, (FineFile("fine.tif", bands: 1), [new StackedBand("red", NoData: 5)]), (CoarseFile("coarse.tif"), [new StackedBand("swir16", NoData: 7, Scale: 0.25, Offset: 1)]));
        var spec = new RasterReadSpec(path, false, [2, 1], null, resampling);
        using var whole = RasterOpener.Open(spec);
        var (pixels, validity) = TestRasters.ReadAll(whole);

        foreach (var window in new PixelWindow[] { new(0, 0, 1, 1), new(13, 7, 40, 33), new(95, 63, 1, 1), new(31, 0, 2, 64), new(0, 31, 96, 3) })
        {
            using var reader = RasterOpener.Open(spec);
            var (own, ownValidity) = TestRasters.ReadAll(reader, window);
            for (var i = 0; i < window.PixelCount; i++)
            {
                var at = ((window.RowOffset + (i / window.Width)) * Fine.Width) + window.ColumnOffset + (i % window.Width);
                Assert.Equal((pixels[at], pixels[Fine.PixelCount + at], validity[at]), (own[i], own[window.PixelCount + i], ownValidity[i]));
            }
        }
    }

    [Fact]
    public void A_mosaic_of_stacks_lets_the_lower_one_through_the_holes_of_the_upper()
    {
        var upper = Stack(areStored: false, (FineFile("a.tif", bands: 1), [new StackedBand("red", NoData: 5, Scale: 2)]));
        var plain = TestRasters.Create(_folder.File("b.tif"), Fine, PixelType.U16, [.. Enumerable.Repeat(50.0, (int)Fine.PixelCount)]);
        var lower = Stack(areStored: false, (plain, [new StackedBand("red", NoData: 5, Scale: 10)]));
        MosaicMember[] members = [new("a", upper, false), new("b", lower, false)];
        var info = Mosaic.Describe(members).Info;
        using var reader = RasterOpener.Open(new RasterReadSpec("", false, [1], info.Grid, Members: members));
        reader.Announce(PixelWindow.Whole(info.Grid.Size));
        reader.AnnounceLater(new PixelWindow(3, 3, 9, 9));

        var (pixels, validity) = TestRasters.ReadAll(reader);

        Assert.DoesNotContain((byte)0, validity);
        Assert.All(Enumerable.Range(0, pixels.Length), i => Assert.Equal(FineValue(0, i / Fine.Width, i % Fine.Width) is var value && value == 5 ? 500 : 2 * value, pixels[i]));
    }

    [Fact]
    public void Files_that_cannot_lie_over_each_other_are_refused_by_name()
    {
        var bare = TestRasters.Create(_folder.File("bare.tif"), Coarse, PixelType.U16, TestRasters.Ramp((int)Coarse.PixelCount), new RasterGrid(Coarse, GeoTransform.Identity, null));
        var path = Stack(areStored: false, (FineFile("fine.tif", bands: 1), []), (bare, []));

        Assert.Contains("'bare.tif' cannot be laid over 'fine.tif'", Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(path, isTrusted: false)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_names_no_file_of_another_folder_and_opens_no_virtual_raster()
    {
        var fine = FineFile("fine.tif", bands: 1);
        File.WriteAllText(_folder.File("virtual.tif"), $"<VRTDataset rasterXSize=\"9\" rasterYSize=\"9\"><VRTRasterBand dataType=\"UInt16\" band=\"1\"><SimpleSource><SourceFilename>{fine}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>");
        foreach (var name in new[] { "../fine.tif", fine, "..", "", "virtual.tif", "missing.tif" })
        {
            var description = _folder.File("odd.json");
            File.WriteAllText(description, PlanJson.Write(new RasterStack("odd", [new StackedFile(name, false, "red", [])], false)));

            Assert.Throws<RasterAccessException>(() => RasterDescriber.Describe(RasterStackPath.Of(description), isTrusted: false));
        }
    }

    private static double FineValue(int band, int row, int column) => ((row * 3) + column + band) % 11;

    private static double CoarseValue(int row, int column) => ((row * 5) + (column * 2)) % 13;

    private string FineFile(string name, int bands)
    {
        var count = (int)Fine.PixelCount;
        return TestRasters.Create(
            _folder.File(name), Fine, PixelType.U16, [.. Enumerable.Range(0, bands * count).Select(i => FineValue(i / count, i % count / Fine.Width, i % Fine.Width))]);
    }

    private string CoarseFile(string name) =>
        TestRasters.Create(_folder.File(name), Coarse, PixelType.U16, [.. Enumerable.Range(0, (int)Coarse.PixelCount).Select(i => CoarseValue(i / Coarse.Width, i % Coarse.Width))], CoarseGrid);

    private string Stack(bool areStored, params (string Path, StackedBand[] Bands)[] files)
    {
        var description = _folder.File($"stack-{Guid.NewGuid():N}.json");
        File.WriteAllText(description, PlanJson.Write(new RasterStack(
            "stack", [.. files.Select(file => new StackedFile(Path.GetFileName(file.Path), false, Path.GetFileName(file.Path), file.Bands))], areStored)));
        return RasterStackPath.Of(description);
    }
}
