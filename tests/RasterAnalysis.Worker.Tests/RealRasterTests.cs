using System.Text.Json.Nodes;
using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Worker.Tests;

/// <summary>Real rasters of every kind: a threshold on their first band gives what GDAL's own tools read of values and masks, on the raster's own grid.</summary>
public sealed class RealRasterTests : IDisposable
{
    private readonly LocalJob _job = new();

    /// <summary>File and a threshold that divides its values.</summary>
    public static TheoryData<string, float> Files => new()
    {
        { "L7_ETMs.tif", 70 },
        { "RGB.byte.tif", 40 },
        { "RGBA.uint16.tif", 10000 },
        { "cog_dateline.tif", 9000 },
        { "cog_rgb_mask.tif", 100 },
        { "cog_scale_epsg4326.tif", 1000 },
        { "dummy_fotomap_small.tif", 110 },
        { "inverted_lat.tif", 1 },
        { "m_3607824_se_17_1_20160620_subset.tif", 100 },
        { "mosaic_cog1.tif", 9000 },
        { "pix4d_alpha_nodata.tif", 120 },
        { "rotated.tif", 3 },
        { "umbra_mount_yasur.tiff", 90 },
    };

    public void Dispose() => _job.Dispose();

    [Theory]
    [MemberData(nameof(Files))]
    public void A_threshold_gives_what_gdal_reads(string file, float threshold)
    {
        var path = Find(file);
        var info = RasterDescriber.Describe(path, isTrusted: false);

        var output = Classify(path, threshold);

        Assert.Equal(info.Grid, _job.Plan!.Grid.OutputGrid);
        var (width, height) = (info.Grid.Size.Width, info.Grid.Size.Height);
        var values = Raw(path, "1", "Float64").Chunk(8).Select(bytes => (float)BitConverter.ToDouble(bytes)).ToArray();
        var mask = Raw(path, "mask,1", "Byte");
        Pixels.AssertEvery(output, width, height, (row, column) =>
        {
            var i = (row * width) + column;
            return mask[i] == 0 || !float.IsFinite(values[i]) ? 255 : values[i] > threshold ? 1 : 0;
        });
    }

    [Fact]
    public void Ground_control_points_alone_are_projected()
    {
        Classify(Find("cog_gcps.tif"), 100);

        Assert.True(_job.Plan!.Grid is { IsWarped: true, OutputGrid.Transform.IsNorthUp: true, OutputGrid.Wkt: not null });
    }

    [Fact]
    public void A_map_of_class_numbers_is_refused() => Assert.Throws<InvalidRequestException>(() => Classify(Find("cog_cmap.tif"), 100));

    private double[,] Classify(string path, float threshold) => _job.Classify(
        path, TestPackages.Definition(TestPackages.NumberedClasses(2), ("ExtractBands", new JsonArray(0))), TinyNetworks.TwoClassesByThreshold(threshold));

    private static string Find(string file)
    {
        var path = SharedData.Find($"rasters/{file}");
        Assert.SkipWhen(path is null, "shared/data/rasters is not beside the project, so real rasters are NOT tested here.");
        return path!;
    }

    private byte[] Raw(string path, string band, string type)
    {
        Assert.SkipUnless(GdalTool.IsInstalled, "gdal_translate is not installed (apt-get install gdal-bin): nothing to compare with.");
        // ENVI cannot say that a raster is rotated
        GdalTool.Run("gdal_translate", "-q", "-of", "ENVI", "-a_ullr", "0", "1", "1", "0", "-ot", type, "-b", band, path, _job.PathOf("raw.img"));
        return File.ReadAllBytes(_job.PathOf("raw.img"));
    }
}
