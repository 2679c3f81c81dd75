using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>A raster that cannot be read is not this service's fault: it is refused with the block, and the log says it as information.</summary>
public sealed class DamagedRasterTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Side = 256;

    private ServiceClient Client => own.Client;

    [Fact]
    public async Task A_TIFF_that_lost_its_end_is_refused_at_upload_and_as_a_layer()
    {
        var whole = Compressed();
        var cut = whole[..(whole.Length * 3 / 4)];

        var (status, problem) = await Client.TryAddAsync(cut, "cut.tif");
        await File.WriteAllBytesAsync(Path.Combine(own.Process.Store, "cut.tif"), cut);
        using var response = await Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray("/rasterStores/store/cut.tif") });

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Matches("'cut.tif' is cut short: block 0, [0-9]+", (string)problem["detail"]!);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        Assert.Contains("is cut short", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("exportImage?bbox=500000,4997440,502560,5000000&size=256,256&format=png32&f=image")]
    [InlineData("exportImage?bbox=500000,4997440,502560,5000000&size=256,256&format=tiff&f=image")]
    [InlineData("exportImage?bbox=500000,4997440,502560,5000000&size=256,256&format=bsq&f=image")]
    [InlineData("exportImage?bbox=500000,4997440,502560,5000000&size=100,100&interpolation=RSP_BilinearInterpolation&format=jpg&f=image")]
    [InlineData("statistics?f=json")]
    [InlineData("histograms?f=json")]
    [InlineData("computeStatisticsHistograms?geometryType=esriGeometryEnvelope&geometry=500000,4997440,502560,5000000&f=json")]
    [InlineData("identify?geometryType=esriGeometryPoint&geometry={\"x\":501000,\"y\":4998700}&f=json")]
    [InlineData("getSamples?geometryType=esriGeometryPoint&geometry={\"x\":501000,\"y\":4998700}&f=json")]
    public async Task A_damaged_block_is_named_by_every_answer(string query)
    {
        var bytes = Compressed();
        bytes.AsSpan(bytes.Length * 5 / 12, bytes.Length / 6).Fill(0x5a);
        var server = (string)(await Client.AddAsync(bytes, "damaged.tif"))["imageServer"]!;

        using var response = await Client.Http.GetAsync($"{server}/{query}");
        var text = await response.Content.ReadAsStringAsync();

        // ArcGIS answers with HTTP 200 and an error in it
        var error = JsonNode.Parse(text)!["error"]!;
        Assert.Equal(400, (int)error["code"]!);
        Assert.Matches("block 0, [0-9]+ .*of band 1 cannot be read", text);
        Assert.DoesNotContain(own.Process.DataRoot, text, StringComparison.Ordinal);
        Assert.DoesNotContain("   at RasterAnalysis", own.Process.Log, StringComparison.Ordinal);
    }

    // noise: each strip of 16 rows has about as many bytes compressed as it has pixels
    private static byte[] Compressed()
    {
        var noise = new byte[Side * Side];
        new Random(5).NextBytes(noise);
        return MadeRaster.Translate(TiffFile.Byte(Side, Side, 1, (_, r, c) => noise[(r * Side) + c]), "-co", "COMPRESS=DEFLATE", "-co", "BLOCKYSIZE=16");
    }
}
