using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary><c>cases/09</c>: one mask in five encodings gives the same holes on any grid, those of the nearest sample.</summary>
public sealed class HolesByEncodingTests(SharedService service)
{
    private const string Folder = "09-holes-by-encoding";
    private const int Columns = 160;
    private const int Rows = 120;
    private static readonly string[] Files = ["a_nodata.tif", "b_nan_with_nodata.tif", "c_nan_untagged.tif", "d_three_bands_nodata0.tif", "e_three_bands_mask.tif"];

    public static TheoryData<string, string> Grids => new()
    {
        { "BILINEAR", """{"cellSize":17}""" }, { "BILINEAR", """{"cellSize":4}""" }, { "BILINEAR", """{"outSR":{"wkid":3857}}""" },
        { "CUBIC", """{"cellSize":17}""" }, { "CUBIC", """{"cellSize":4}""" }, { "CUBIC", """{"outSR":{"wkid":3857}}""" },
    };

    [Theory]
    [MemberData(nameof(Grids))]
    public async Task The_holes_are_the_same(string resampling, string context)
    {
        Assert.SkipWhen(SharedData.FindCase($"{Folder}/{Files[0]}") is null, "shared/cases is not beside the project, so its rasters are NOT tested here.");
        var wish = JsonNode.Parse(context)!.AsObject();
        wish["resamplingMethod"] = resampling;
        var results = new List<CogFile>();
        foreach (var file in Files)
        {
            var package = SharedData.FindCase($"{Folder}/{(file[0] < 'd' ? "zero1" : "zero3")}.dlpk")!;
            results.Add((await service.Client.ClassifyAsync(
                await File.ReadAllBytesAsync(SharedData.FindCase($"{Folder}/{file}")!), await File.ReadAllBytesAsync(package), context: wish)).Raster);
        }

        var expected = Expected(results[0]);
        Assert.All(results, result => Assert.Equal(expected, result.Levels[0].Pixels.Select(value => value == uint.Parse(result.NoData!, System.Globalization.CultureInfo.InvariantCulture))));
    }

    /// <summary>Holes of the nearest pixels: by arithmetic on the raster's own coordinates, by GDAL's own tool on others.</summary>
    private static bool[] Expected(CogFile result)
    {
        var (width, height, cell) = (result.Levels[0].Width, result.Levels[0].Height, result.Grid[0]);
        var source = SharedData.FindCase($"{Folder}/{Files[3]}")!;
        if (cell is 17 or 4)
        {
            var raw = MadeRaster.TranslateTo("raw", File.ReadAllBytes(source), "-of", "ENVI", "-b", "1");
            return [.. Enumerable.Range(0, width * height).Select(i => ((int)Math.Floor((i % width + 0.5) * cell / 10), (int)Math.Floor((i / width + 0.5) * cell / 10)) is var (c, r)
                && (c >= Columns || r >= Rows || raw[(r * Columns) + c] == 0))];
        }

        var grid = FormattableString.Invariant($"{result.Grid[6]:R} {result.Grid[7] - (height * result.Grid[1]):R} {result.Grid[6] + (width * cell):R} {result.Grid[7]:R}").Split(' ');
        var warped = MadeRaster.InFolder(folder =>
        {
            GdalTool.Run("gdalwarp", ["-q", "-et", "0", "-r", "near", "-t_srs", "EPSG:3857", "-te", .. grid, "-ts", $"{width}", $"{height}", "-of", "ENVI", FirstBand(folder, source), Path.Combine(folder, "raw")]);
            return File.ReadAllBytes(Path.Combine(folder, "raw"));
        });
        return [.. warped.Select(value => value == 0)];
    }

    private static string FirstBand(string folder, string source)
    {
        var band = Path.Combine(folder, "band.tif");
        GdalTool.Run("gdal_translate", "-q", "-b", "1", source, band);
        return band;
    }
}
