using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.ArcGis;

/// <summary>The image services over the built service: values, rules, statistics, tiles and mosaics of rasters whose every pixel is known.</summary>
public sealed class ImageServiceTests(SharedService service)
{
    private const int Columns = 40;
    private const int Rows = 30;

    [Fact]
    public async Task Values_are_the_rasters_own_in_each_format()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 2, Value, noData: 7));
        var whole = $"{server}/exportImage?f=image&bbox=500000,4999700,500400,5000000&size={Columns},{Rows}&renderingRule=%7B%22rasterFunction%22%3A%22None%22%7D";

        var bsq = await GetAsync($"{whole}&format=bsq");
        var bip = await GetAsync($"{whole}&format=bip&pixelType=S16");
        var lerc = await GetAsync($"{whole}&format=lerc");

        Assert.Equal((2 * Columns * Rows) + (Columns * Rows / 8), bsq.Length);
        var values = MemoryMarshal.Cast<byte, short>(bip.AsSpan(0, 4 * Columns * Rows)).ToArray();
        for (var i = 0; i < Columns * Rows; i++)
        {
            for (var band = 0; band < 2; band++)
            {
                Assert.Equal(Value(band, i / Columns, i % Columns), bsq[(band * Columns * Rows) + i]);
                Assert.Equal(Value(band, i / Columns, i % Columns), (byte)values[(2 * i) + band]);
            }
        }

        Assert.Equal("Lerc2 ", Encoding.ASCII.GetString(lerc, 0, 6));
        Assert.StartsWith("image/tiff", (await service.Client.Http.GetAsync($"{whole}&format=tiff")).Content.Headers.ContentType!.MediaType, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_picture_follows_its_rendering_rule()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 2, Value));
        var rule = Uri.EscapeDataString(
            """
            {"rasterFunction":"Colormap","rasterFunctionArguments":{"Colormap":[[1,10,20,30],[2,200,100,50]],"Raster":{"rasterFunction":"Remap",
             "rasterFunctionArguments":{"InputRanges":[0,100,100,200],"OutputValues":[1,2],"AllowUnmatched":false,"Raster":{"rasterFunction":"ExtractBand",
              "rasterFunctionArguments":{"BandIDs":[1]}}}}}}
            """);
        var png = PngFile.Read(await GetAsync($"{server}/exportImage?f=image&bbox=500000,4999700,500400,5000000&size={Columns},{Rows}&format=png32&renderingRule={rule}"));

        for (var row = 0; row < Rows; row++)
        {
            for (var column = 0; column < Columns; column++)
            {
                Assert.Equal(
                    Value(1, row, column) switch { < 100 => (10, 20, 30, 255), < 200 => (200, 100, 50, 255), _ => (255, 255, 255, 0) }, png.At(row, column));
            }
        }
    }

    [Fact]
    public async Task Mask_and_Clip_leave_pixels_out()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 2, Value));

        // columns 10 to 19, as longitude and latitude would have it too; of those the pixels whose first band is from 50 to 150, and whose second is not 100
        var rule = Uri.EscapeDataString(
            """
            {"rasterFunction":"Clip","rasterFunctionArguments":{"ClippingType":1,"ClippingGeometry":{"rings":[[[500100,5000100],[500200,5000100],[500200,4999000],[500100,4999000],[500100,5000100]]]},
             "Raster":{"rasterFunction":"Mask","rasterFunctionArguments":{"NoDataValues":["","100"],"IncludedRanges":[50,150]}}}}
            """);
        var bsq = await GetAsync($"{server}/exportImage?f=image&bbox=500000,4999700,500400,5000000&size={Columns},{Rows}&format=bsq&renderingRule={rule}");

        // the bits of validity follow the two bands
        for (var i = 0; i < Columns * Rows; i++)
        {
            var (row, column) = (i / Columns, i % Columns);
            var isThere = column is >= 10 and < 20 && Value(0, row, column) is >= 50 and <= 150 && Value(1, row, column) != 100;
            Assert.Equal(isThere, (bsq[(2 * Columns * Rows) + (i / 8)] & (0x80 >> (i % 8))) != 0);
            Assert.Equal(isThere ? Value(0, row, column) : 0, bsq[i]);
        }
    }

    [Fact]
    public async Task A_rule_that_is_refused_is_an_error_by_its_status_too()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 2, Value));
        using var response = await service.Client.Http.GetAsync($"{server}/exportImage?f=image&renderingRule=%7B%22rasterFunction%22%3A%22NDVI%22%7D");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
        var error = (await response.Content.ReadFromJsonAsync<JsonNode>())!["error"]!;
        Assert.Equal(400, (int)error["code"]!);
        Assert.StartsWith("renderingRule.rasterFunction: is not known here", (string)error["details"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_function_that_is_listed_works_by_its_name_alone()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 1, Value));
        var listed = (await service.Client.GetAsync($"{server}?f=json"))["rasterFunctionInfos"]!.AsArray().Select(function => (string)function!["name"]!).ToArray();

        Assert.Equal(["None", "Clip", "Colormap", "ExtractBand", "Mask", "Remap", "Stretch"], listed);
        foreach (var name in listed)
        {
            var png = PngFile.Read(await GetAsync($"{server}/exportImage?f=image&size={Columns},{Rows}&format=png32&renderingRule=%7B%22rasterFunction%22%3A%22{name}%22%7D"));
            Assert.Equal(255, png.At(Rows / 2, Columns / 2).Item4);
        }
    }

    [Fact]
    public async Task A_picture_that_the_client_has_is_not_sent_again()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 2, Value));
        foreach (var address in (string[])[$"{server}/exportImage?f=image&bbox=500000,4999700,500400,5000000&size=20,15", $"{server}/tile/0/0/0"])
        {
            using var first = await service.Client.Http.GetAsync(address);
            var tag = first.Headers.ETag!;
            using var again = await AskAsync(address, tag);
            using var other = await AskAsync(address.Replace("=20,15", "=20,16", StringComparison.Ordinal).Replace("0/0/0", "1/0/1", StringComparison.Ordinal), tag);

            Assert.Equal((HttpStatusCode.NotModified, 0), (again.StatusCode, (await again.Content.ReadAsByteArrayAsync()).Length));
            Assert.Equal(tag, again.Headers.ETag);
            Assert.Equal(HttpStatusCode.OK, other.StatusCode);
            Assert.NotEqual(tag, other.Headers.ETag);
            Assert.True(other.Headers.CacheControl!.NoCache);
        }

        async Task<HttpResponseMessage> AskAsync(string address, EntityTagHeaderValue known)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, address);
            request.Headers.IfNoneMatch.Add(known);
            return await service.Client.Http.SendAsync(request);
        }
    }

    [Fact]
    public async Task Identify_samples_statistics_and_histograms_agree_with_the_pixels()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 2, Value));

        // middle of row 4, column 11
        var pixel = await service.Client.GetAsync($"{server}/identify?f=json&geometry=%7B%22x%22%3A500115%2C%22y%22%3A4999955%7D&geometryType=esriGeometryPoint");
        Assert.Equal($"{Value(0, 4, 11)}, {Value(1, 4, 11)}", (string?)pixel["value"]);
        var samples = await service.Client.GetAsync($"{server}/getSamples?f=json&geometry=%7B%22points%22%3A%5B%5B500115%2C4999955%5D%2C%5B500005%2C4999995%5D%2C%5B0%2C0%5D%5D%7D");
        Assert.Equal(
            [$"{Value(0, 4, 11)} {Value(1, 4, 11)}", $"{Value(0, 0, 0)} {Value(1, 0, 0)}", ""],
            samples["samples"]!.AsArray().Select(sample => (string)sample!["value"]!));

        var all = Enumerable.Range(0, Columns * Rows).Select(i => (double)Value(1, i / Columns, i % Columns)).ToArray();
        var statistics = (await service.Client.GetAsync($"{server}/statistics?f=json"))["statistics"]![1]!;
        Assert.Equal((all.Min(), all.Max(), all.Length), ((double)statistics["min"]!, (double)statistics["max"]!, (int)statistics["count"]!));
        Assert.Equal(all.Average(), (double)statistics["mean"]!, 9);

        // rows 2 to 3, columns 5 to 9
        var histogram = (await service.Client.GetAsync($"{server}/computeHistograms?f=json&geometry=500050,4999960,500100,4999980"))["histograms"]![0]!;
        var inside = from row in Enumerable.Range(2, 2) from column in Enumerable.Range(5, 5) select (int)Value(0, row, column);
        Assert.Equal(Enumerable.Range(0, 256).Select(value => inside.Count(v => v == value)), histogram["counts"]!.AsArray().Select(count => (int)count!));
        Assert.Equal(all.Average(), (double)(await service.Client.GetAsync($"{server}?f=json"))["meanValues"]![1]!, 9);
    }

    [Fact]
    public async Task A_tile_of_a_web_map_shows_the_raster_where_it_lies()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 1, (_, _, _) => 200));

        // 15° east, 45.15° north; the tile around it and one on the other side of the world
        var (column, row) = ((int)(195.0 / 360 * 4096), (int)((1 - (Math.Asinh(Math.Tan(45.15 * Math.PI / 180)) / Math.PI)) / 2 * 4096));
        var here = PngFile.Read(await GetAsync($"{server}/tile/12/{row}/{column}"));
        var away = PngFile.Read(await GetAsync($"{server}/tile/12/{row}/17"));

        Assert.Equal((256, 256), (here.Width, here.Height));
        var shown = Enumerable.Range(0, 256 * 256).Select(i => here.At(i / 256, i % 256)).Where(pixel => pixel.Alpha == 255).ToArray();
        Assert.NotEmpty(shown);
        Assert.All(shown, pixel => Assert.Equal((200, 200, 200, 255), pixel));
        Assert.Equal(0, away.At(128, 128).Alpha);
    }

    [Fact]
    public async Task A_mosaic_shows_each_of_its_rasters_when_asked_to()
    {
        var folder = Path.Combine(service.Process.Store, $"catalog-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        await File.WriteAllBytesAsync(Path.Combine(folder, "top.tif"), TiffFile.Byte(20, 10, 1, (_, _, _) => 100));
        await File.WriteAllBytesAsync(Path.Combine(folder, "below.tif"), TiffFile.Byte(40, 10, 1, (_, _, _) => 50));
        using var made = await service.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject
        {
            ["uris"] = new JsonArray($"/rasterStores/store/{Path.GetFileName(folder)}/top.tif", $"/rasterStores/store/{Path.GetFileName(folder)}/below.tif"),
        });
        var server = (string)(await made.Content.ReadFromJsonAsync<JsonNode>())!["imageServer"]!;
        var view = $"{server}/exportImage?f=image&bbox=500000,4999900,500400,5000000&size=40,10&format=bsq&mosaicRule=";

        Assert.Equal([1, 2], (await service.Client.GetAsync($"{server}/query?f=json&where=1=1&returnIdsOnly=true"))["objectIds"]!.AsArray().Select(id => (int)id!));
        Assert.Equal((100, 50), await EndsAsync(view));
        Assert.Equal((50, 50), await EndsAsync(view + Uri.EscapeDataString("""{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[2]}""")));
        Assert.Equal((50, 50), await EndsAsync(view + Uri.EscapeDataString("""{"mosaicMethod":"esriMosaicLockRaster","lockRasterIds":[2,1]}""")));
        Assert.Equal((100, 0), await EndsAsync(view + Uri.EscapeDataString("""{"mosaicMethod":"esriMosaicNone","where":"Name='top'"}""")));
        Assert.Equal((50, 50), await EndsAsync(view + Uri.EscapeDataString("""{"mosaicOperation":"MT_LAST"}""")));
        Assert.Equal(201, (await GetAsync($"{server}/1/image?f=image&size=20,10&format=bsq&adjustAspectRatio=false")).Take(201).Count());
        Assert.Equal(20, (int)(await service.Client.GetAsync($"{server}/1/info?f=json"))["width"]!);
    }

    [Fact]
    public async Task An_address_in_JSON_leads_to_the_picture_also_when_the_rule_is_long()
    {
        var server = await UploadAsync(TiffFile.Byte(Columns, Rows, 1, Value));
        var rows = string.Join(',', Enumerable.Range(0, 256).Select(value => $"[{value},{value},0,{255 - value}]"));
        using var form = new FormUrlEncodedContent(
        [
            new("f", "json"), new("bbox", "500000,4999700,500400,5000000"), new("size", $"{Columns},{Rows}"), new("format", "png24"),
            new("renderingRule", $$$"""{"rasterFunction":"Colormap","rasterFunctionArguments":{"Colormap":[{{{rows}}}]}}"""),
        ]);
        using var answer = await service.Client.Http.PostAsync($"{server}/exportImage", form);
        var png = PngFile.Read(await GetAsync((string)(await answer.Content.ReadFromJsonAsync<JsonNode>())!["href"]!));

        Assert.Equal((Value(0, 3, 8), 0, 255 - Value(0, 3, 8), 255), png.At(3, 8));
    }

    private static byte Value(int band, int row, int column) => (byte)((((band + 3) * row * 7) + (column * 5) + (band * 90)) % 250);

    private async Task<(int Left, int Right)> EndsAsync(string address)
    {
        var bytes = await GetAsync(address);
        return (bytes[0], bytes[39]);
    }

    private Task<byte[]> GetAsync(string address) => service.Client.GetBytesAsync(address);

    private async Task<string> UploadAsync(byte[] raster) => (string)(await service.Client.AddAsync(raster, $"r{Guid.NewGuid():N}.tif"))["imageServer"]!;
}
