using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Whose rasters polygons are made of, and whose they are.</summary>
public sealed class PolygonOwnershipTests(SecuredService service) : IClassFixture<SecuredService>
{
    [Fact]
    public async Task Polygons_are_made_of_what_one_may_see()
    {
        var raster = (string)(await service.Ann.AddAsync(TiffFile.Byte(16, 12, 1, (_, row, column) => (byte)(row + column)), "mine.tif"))["id"]!;

        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(service.Bob, raster));
        Assert.Equal(HttpStatusCode.Unauthorized, await StatusAsync(service.Nobody, raster));
        Assert.Equal(HttpStatusCode.Accepted, await StatusAsync(service.Ann, raster));
        using var asked = await service.Bob.Http.PostAsync(
            "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ConvertRasterToFeature/submitJob",
            new FormUrlEncodedContent([new("f", "json"), new("inputRaster", $$"""{"itemId":"{{raster}}"}"""), new("outputName", "Bobs")]));
        Assert.Contains($"There is no item '{raster}'", await asked.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static async Task<HttpStatusCode> StatusAsync(ServiceClient client, string raster)
    {
        using var response = await client.Http.PostAsJsonAsync($"api/v1/items/{raster}/polygons", new JsonObject());
        return response.StatusCode;
    }
}
