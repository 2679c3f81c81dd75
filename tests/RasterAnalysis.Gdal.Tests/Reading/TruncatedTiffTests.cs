using RasterAnalysis.Gdal.Reading;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Reading;

public sealed class TruncatedTiffTests : IDisposable
{
    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64")]
    [InlineData("COMPRESS=DEFLATE", "BLOCKYSIZE=16", "INTERLEAVE=BAND")]
    public void A_file_that_lost_its_end_is_refused_with_the_block_and_a_whole_one_is_not(params string[] options)
    {
        var path = Make(options);
        TruncatedTiff.Refuse(path, isTrusted: false);
        using (var file = File.OpenWrite(path))
        {
            file.SetLength(file.Length * 3 / 4);
        }

        var e = Assert.Throws<RasterAccessException>(() => TruncatedTiff.Refuse(path, isTrusted: false));

        Assert.Matches(@"is cut short: block \d+, \d+ \(column and row of blocks, from 0\) of band \d ends at byte \d+, but the file has \d+ bytes", e.Message);
    }

    [Fact]
    public void Blocks_that_a_sparse_file_leaves_out_are_no_loss()
    {
        var path = TestRasters.Create(_folder.File("sparse.tif"), new RasterSize(300, 300), PixelType.U8, new double[300 * 300], options: ["TILED=YES", "SPARSE_OK=YES"]);

        TruncatedTiff.Refuse(path, isTrusted: false);
    }

    // the block that cannot be read is named, whatever reads it
    [Fact]
    public void A_damaged_block_is_named_by_the_reader()
    {
        var path = Make("COMPRESS=DEFLATE", "TILED=YES", "BLOCKXSIZE=64", "BLOCKYSIZE=64");
        var bytes = File.ReadAllBytes(path);
        bytes.AsSpan(bytes.Length / 2, 400).Fill(0x5a);
        File.WriteAllBytes(path, bytes);
        using var reader = RasterOpener.Open(new RasterReadSpec(path, false, [1, 2]));

        var e = Assert.Throws<GdalException>(() => TestRasters.ReadAll(reader));

        Assert.Matches(@"block \d+, \d+ \(column and row of blocks, from 0\) of band [12] cannot be read", e.Message);
    }

    // noise, so that compressed blocks have a length
    private string Make(params string[] options)
    {
        var random = new Random(3);
        return TestRasters.Create(
            _folder.File("raster.tif"), new RasterSize(300, 200), PixelType.U8, [.. Enumerable.Range(0, 2 * 300 * 200).Select(_ => (double)random.Next(256))], options: options);
    }
}
