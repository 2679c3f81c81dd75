using System.Globalization;
using System.Text.Json.Nodes;
using CsCheck;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Worker.Tests;

/// <summary>
/// What may not change the classes does not: tile size, batch, block layout, compression, sample type, band order, the way in which NoData is said,
/// the extent. One NoData pixel changes itself and what lies within the network's radius, and nothing else.
/// </summary>
public sealed class MetamorphicTests : IDisposable
{
    private const int Bands = 3;
    private const int Classes = 5;
    private static readonly byte[] Network = LayeredNetwork.UNet(Bands, Classes, levels: 2, width: 3, "batch", seed: 4);

    private static readonly Gen<(int Width, int Height, int Seed)> Rasters = Gen.Select(Gen.Int[30, 170], Gen.Int[30, 170], Gen.Int[0, 1000]);

    private readonly LocalJob _job = new();

    public void Dispose() => _job.Dispose();

    [Fact]
    public void Tile_size_and_batch_change_no_pixel() => Gen.Select(Rasters, Gen.Int[64, 200], Gen.Int[1, 6], Gen.Int[1, 6]).Sample(
        (raster, tile, batch, otherBatch) =>
        {
            var input = Input(raster);
            var expected = _job.Classify(input, Definition(), Network, new() { ["batch_size"] = Text(otherBatch) });

            Assert.True(_job.Plan!.Seams!.IsExact);
            Assert.True(expected.Cast<double>().Distinct().Count() >= 3);
            AssertSame(expected, _job.Classify(input, Definition(), Network, new() { ["tile_size"] = Text(tile), ["batch_size"] = Text(batch) }));
        },
        iter: 25, threads: 1);

    [Fact]
    public void Shifting_the_extent_by_any_number_of_pixels_changes_no_common_pixel() => Gen.Select(Rasters, Gen.Int[0, 25], Gen.Int[0, 25], Gen.Int[1, 120], Gen.Int[1, 120]).Sample(
        (raster, column, row, width, height) =>
        {
            var input = Input(raster);
            var whole = _job.Classify(input, Definition(), Network);
            var window = new PixelWindow(column, row, width, height).Intersect(new PixelWindow(0, 0, raster.Width, raster.Height));
            var extent = new Extent(
                500000 + (10.0 * window.ColumnOffset), 5000000 - (10.0 * window.RowEnd), 500000 + (10.0 * window.ColumnEnd), 5000000 - (10.0 * window.RowOffset));

            var part = _job.Classify(input, Definition(), Network, context: new AnalysisContext { Extent = extent });

            Assert.Equal((window.Height, window.Width), (part.GetLength(0), part.GetLength(1)));
            for (var i = 0; i < window.PixelCount; i++)
            {
                var (r, c) = (i / window.Width, i % window.Width);
                Assert.Equal(whole[window.RowOffset + r, window.ColumnOffset + c], part[r, c]);
            }
        },
        iter: 25, threads: 1);

    [Fact]
    public void Block_layout_compression_and_sample_type_change_no_pixel() => Gen.Select(
        Rasters, OneOf("Byte", "UInt16", "Int16", "Int32", "Float32", "Float64"), OneOf("NONE", "LZW", "DEFLATE", "PACKBITS", "ZSTD"),
        OneOf("PIXEL", "BAND"), Gen.Int[1, 6], Gen.Bool).Sample(
        (raster, type, compression, interleave, block, isTiled) =>
        {
            var input = Input(raster);
            var expected = _job.Classify(input, Definition(), Network);
            string[] blocks = isTiled
                ? ["-co", "TILED=YES", "-co", $"BLOCKXSIZE={16 * block}", "-co", $"BLOCKYSIZE={16 * (7 - block)}"] : ["-co", $"BLOCKYSIZE={block}"];

            var copy = Translate(input, ["-ot", type, "-co", $"COMPRESS={compression}", "-co", $"INTERLEAVE={interleave}", .. blocks]);

            AssertSame(expected, _job.Classify(copy, Definition(), Network));
        },
        iter: 25, threads: 1);

    [Fact]
    public void Band_order_with_ExtractBands_changes_no_pixel() => Gen.Select(Rasters, Gen.Shuffle(new[] { 1, 2, 3 })).Sample(
        (raster, order) =>
        {
            var input = Input(raster);
            var expected = _job.Classify(input, Definition(), Network);
            var copy = Translate(input, [.. order.SelectMany(band => (string[])["-b", Text(band)])]);
            var definition = Definition();
            definition["ExtractBands"] = new JsonArray([.. Enumerable.Range(1, Bands).Select(band => (JsonNode)Array.IndexOf(order, band))]);

            AssertSame(expected, _job.Classify(copy, definition, Network));
        },
        iter: 15, threads: 1);

    [Fact]
    public void The_way_in_which_NoData_is_said_changes_no_pixel() => Gen.Select(Rasters, Gen.Int[3, 9]).Sample(
        (raster, hole) =>
        {
            // band 4 masks; where it does, the bands are 0 and nowhere else
            bool IsHole(int row, int column) => ((row / hole) + (column / 7)) % 4 == 0;
            var input = TiffFile.Byte(raster.Width, raster.Height, Bands + 1, (band, row, column) =>
                band == Bands ? (byte)(IsHole(row, column) ? 0 : 255) : IsHole(row, column) ? (byte)0 : Math.Max((byte)1, Value(raster.Seed, band, row, column)));
            string[] rgb = ["-b", "1", "-b", "2", "-b", "3"];
            string[][] encodings =
            [
                [.. rgb, "-a_nodata", "0"],
                [.. rgb, "-mask", "4"],
                [.. rgb, "-b", "4", "-colorinterp", "red,green,blue,alpha"],
                [.. rgb, "-ot", "Float32", "-a_nodata", "0"],
            ];

            var outputs = encodings.Select(encoding => _job.Classify(Translate(input, encoding), Definition(withBands: true), Network)).ToArray();

            Assert.All(outputs.Skip(1), output => AssertSame(outputs[0], output));
            for (var i = 0; i < raster.Width * raster.Height; i++)
            {
                Assert.Equal(IsHole(i / raster.Width, i % raster.Width), outputs[0][i / raster.Width, i % raster.Width] == 255);
            }
        },
        iter: 12, threads: 1);

    [Fact]
    public void One_NoData_pixel_changes_itself_and_what_lies_within_the_radius() => Gen.Select(Rasters, Gen.Double[0, 0.999], Gen.Double[0, 0.999]).Sample(
        (raster, right, down) =>
        {
            var (column, row) = ((int)(right * raster.Width), (int)(down * raster.Height));
            byte Sample(int band, int r, int c) => Math.Max((byte)1, Value(raster.Seed, band, r, c));
            var expected = _job.Classify(TiffFile.Byte(raster.Width, raster.Height, Bands, Sample, noData: 0), Definition(), Network);

            var output = _job.Classify(
                TiffFile.Byte(raster.Width, raster.Height, Bands, (b, r, c) => r == row && c == column ? (byte)0 : Sample(b, r, c), noData: 0), Definition(), Network);

            var radius = _job.Plan!.Seams!.Radius!.Value;
            for (var r = 0; r < raster.Height; r++)
            {
                for (var c = 0; c < raster.Width; c++)
                {
                    // its mirror images beyond the borders are further away than itself
                    var isNear = Math.Abs(r - row) <= radius && Math.Abs(c - column) <= radius;
                    Assert.True(r == row && c == column ? output[r, c] == 255 : isNear || output[r, c] == expected[r, c], $"({r}, {c}) changed with ({row}, {column})");
                    Assert.True(output[r, c] != 255 || (r == row && c == column));
                }
            }
        },
        iter: 25, threads: 1);

    private static Gen<string> OneOf(params string[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static byte[] Input((int Width, int Height, int Seed) raster) =>
        TiffFile.Byte(raster.Width, raster.Height, Bands, (band, row, column) => Value(raster.Seed, band, row, column));

    private static byte Value(int seed, int band, int row, int column) => (byte)(
        127 + (70 * Math.Sin((row * 0.09 * (band + 1)) + (column * 0.05) + seed)) + ((uint)((row * 7919) ^ (column * 104729) ^ (band * 31) ^ (seed * 7)) * 2654435761u >> 27));

    private static JsonObject Definition(bool withBands = false) => withBands
        ? TestPackages.Definition(TestPackages.NumberedClasses(Classes), ("ExtractBands", new JsonArray(0, 1, 2)))
        : TestPackages.Definition(TestPackages.NumberedClasses(Classes));

    private string Translate(byte[] input, string[] arguments)
    {
        Assert.SkipUnless(GdalTool.IsInstalled, "gdal_translate is not installed (apt-get install gdal-bin): no copies to test with.");
        _job.Write("base.tif", input);
        GdalTool.Run("gdal_translate", ["-q", "--config", "GDAL_TIFF_INTERNAL_MASK", "YES", .. arguments, _job.PathOf("base.tif"), _job.PathOf("copy.tif")]);
        return _job.PathOf("copy.tif");
    }

    private static void AssertSame(double[,] expected, double[,] output)
    {
        Assert.Equal((expected.GetLength(0), expected.GetLength(1)), (output.GetLength(0), output.GetLength(1)));
        var differ = expected.Cast<double>().Zip(output.Cast<double>()).Count(pair => pair.First != pair.Second);
        Assert.True(differ == 0, $"{differ} of {expected.Length} pixels differ");
    }
}
