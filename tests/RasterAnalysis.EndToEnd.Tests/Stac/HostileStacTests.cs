using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>Documents that lead elsewhere, or are none: one clear error each, and nobody is asked who is not listed.</summary>
public sealed class HostileStacTests(StacService service) : IClassFixture<StacService>
{
    [Theory]
    [InlineData("foreign host", "inputRaster: assets.red.href of the STAC item 'scene' leads to the host '127.0.0.1:")]
    [InlineData("protocol-relative", "inputRaster: assets.red.href of the STAC item 'scene' leads to the host '127.0.0.1:")]
    [InlineData("self link", "inputRaster: features[0].assets.red.href of the STAC item 'scene' leads to the host '127.0.0.1:")]
    [InlineData("private address", "leads to the host '169.254.169.254'")]
    [InlineData("file", "inputRaster: assets.red.href of the STAC item 'scene' is 'file:///etc/passwd', which is no http or https address")]
    [InlineData("s3", "inputRaster: assets.red.href of the STAC item 'scene' is 's3://bucket/scene.tif': s3 addresses are not read")]
    [InlineData("climbing", "assets.red.href of the STAC item 'scene': http://127.0.0.1:")]
    [InlineData("redirect", "redirects are not followed")]
    [InlineData("no raster", "'red of scene' cannot be read as a raster.")]
    [InlineData("virtual raster", "'red of scene' cannot be read as a raster.")]
    [InlineData("10 MB", "inputRaster: is a STAC document of ")]
    [InlineData("deep", "inputRaster: is no STAC document that can be read: ")]
    [InlineData("no assets", "inputRaster: The STAC document cannot be read: assets is missing")]
    [InlineData("wrong types", "inputRaster: The STAC document cannot be read: features[0].assets.red.href must be a text")]
    [InlineData("collection", "inputRaster: The STAC document cannot be read: type is a STAC Collection or Catalog")]
    [InlineData("too few bands", "'red of scene' has 1 band, but its item describes 2")]
    public async Task A_job_over_it_fails_with_one_sentence_and_the_canary_sings(string what, string message)
    {
        var address = service.Catalogue.Add($"hostile/{what.Replace(' ', '-')}", Encoding.UTF8.GetBytes(DocumentOf(what)));
        var model = await service.ModelAsync(2, [1], ["red"]);

        var errors = await service.FailAsync(StacService.Request(address, model));

        Assert.Contains(message, Assert.Single(errors), StringComparison.Ordinal);
        Assert.Equal(0, service.Canary.Requests);
        Assert.True(await service.Client.IsReadyAsync());
    }

    [Theory]
    [InlineData("""{"assets":[]}""", "inputRaster.assets", "must be a list of 1 to 256 keys")]
    [InlineData("""{"assets":[["red"]]}""", "inputRaster.assets", "must be a list of 1 to 256 keys")]
    [InlineData("""{"values":"raw"}""", "inputRaster.values", "must be \"scaled\" or \"stored\"")]
    public async Task What_is_said_beside_the_address_is_checked_at_once(string more, string field, string message)
    {
        var request = StacService.Request(new Uri(service.Catalogue.Address, "none"), await service.ModelAsync(2, [1], ["red"]));
        foreach (var (name, value) in JsonNode.Parse(more)!.AsObject())
        {
            request["inputRaster"]![name] = value?.DeepClone();
        }

        var (status, body) = await service.Client.TrySubmitAsync(request);

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
        var error = Assert.Single(body["errors"]!.AsArray())!;
        Assert.Equal(field, (string)error["field"]!);
        Assert.Contains(message, (string)error["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_of_what_is_no_STAC_document_are_refused()
    {
        var raster = service.Catalogue.Add("hostile/plain.tif", TiffFile.Byte(9, 9, 1, (_, _, _) => 1));

        Assert.StartsWith(
            "inputRaster.assets: is only for STAC documents",
            Assert.Single(await service.FailAsync(StacService.Request(raster, await service.ModelAsync(2, [1], null), ("assets", new JsonArray("red"))))), StringComparison.Ordinal);
    }

    private string DocumentOf(string what)
    {
        var item = Scene.Item("scene", new JsonObject { ["red"] = Scene.Sentinel2(HrefOf(what), "B04", "red") });
        switch (what)
        {
            case "self link":
                item["links"] = new JsonArray(new JsonObject { ["rel"] = "self", ["href"] = service.Canary.Address.AbsoluteUri });
                return Scene.Collection(item).ToJsonString();
            case "10 MB":
                item["padding"] = new string('x', 10 << 20);
                break;
            case "deep":
                return "{\"type\":\"Feature\",\"a\":" + new string('[', 100_000) + new string(']', 100_000) + "}";
            case "no assets":
                item.Remove("assets");
                break;
            case "wrong types":
                item["assets"]!["red"]!["href"] = 7;
                return Scene.Collection(item).ToJsonString();
            case "collection":
                item["type"] = "Collection";
                break;
            case "too few bands":
                item["assets"]!["red"]!["raster:bands"] = new JsonArray(new JsonObject(), new JsonObject());
                break;
        }

        return item.ToJsonString();
    }

    private string HrefOf(string what) => what switch
    {
        "foreign host" => service.Canary.Address.AbsoluteUri,
        "protocol-relative" => $"//{service.Canary.Address.Authority}/scene.tif",
        "self link" => "./scene.tif",
        "private address" => "http://169.254.169.254/latest/scene.tif",
        "file" => "file:///etc/passwd",
        "s3" => "s3://bucket/scene.tif",
        "climbing" => "../../../../../../etc/passwd",
        "redirect" => service.Catalogue.Add("hostile/away.tif", response =>
        {
            response.StatusCode = 302;
            response.RedirectLocation = service.Canary.Address.AbsoluteUri;
        }).AbsoluteUri,
        "no raster" => service.Catalogue.Add("hostile/page.tif", "<html>sign in</html>"u8.ToArray()).AbsoluteUri,
        "virtual raster" => service.Catalogue.Add("hostile/virtual.tif", Encoding.UTF8.GetBytes(
            $"""<VRTDataset rasterXSize="9" rasterYSize="9"><VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename>/vsicurl/{service.Canary.Address}</SourceFilename></SimpleSource></VRTRasterBand></VRTDataset>""")).AbsoluteUri,
        "too few bands" => service.Catalogue.Add("hostile/one.tif", TiffFile.UInt16(9, 9, 1, (_, _, _) => 1)).AbsoluteUri,
        _ => "scene.tif",
    };
}
