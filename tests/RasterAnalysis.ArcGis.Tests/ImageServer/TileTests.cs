using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class TileTests : HostedTest
{
    [Fact]
    public async Task TileInfo_IsTheSchemeOfWebMaps()
    {
        var info = (await Host.GetJsonAsync($"{ArcGisHost.LandCover}?f=json"))["tileInfo"]!;
        EsriAssert.Json("""{"x":-20037508.342787,"y":20037508.342787}""", info["origin"]);
        Assert.Equal((256, 256, 24), ((int)info["rows"]!, (int)info["cols"]!, info["lods"]!.AsArray().Count));
        Assert.Equal(156543.033928, (double)info["lods"]![0]!["resolution"]!, 1e-6);
        Assert.Equal(591657527.591555, (double)info["lods"]![0]!["scale"]!, 1e-2);
    }

    [Theory]
    [InlineData("0/0/0", -20037508.342787, -20037508.342787, 20037508.342787, 20037508.342787)]
    [InlineData("1/0/1", 0, 0, 20037508.342787, 20037508.342787)]
    [InlineData("2/3/1", -10018754.1713935, -20037508.342787, 0, -10018754.1713935)]
    public async Task Tile_RowComesBeforeColumn(string tile, double xMin, double yMin, double xMax, double yMax)
    {
        using var response = await Host.GetAsync($"{ArcGisHost.LandCover}/tile/{tile}");
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        var request = Host.Renderer.Rendered.Single().Request;
        Assert.Equal([xMin, yMin, xMax, yMax], new[] { request.Extent.XMin, request.Extent.YMin, request.Extent.XMax, request.Extent.YMax }.Select(side => Math.Round(side, 7)));
        Assert.Equal((new RasterSize(256, 256), RenderFormat.Png32, ResamplingMethod.Nearest), (request.Size, request.Format, request.Resampling));
        Assert.Null(request.SpatialReference);
    }

    [Fact]
    public async Task Tile_OfAnotherSystem_IsProjected()
    {
        using var response = await Host.GetAsync($"{ArcGisHost.Ortho}/tile/5/3/7");
        Assert.Equal(new SpatialReference(3857, null), Host.Renderer.Rendered.Single().Request.SpatialReference);
    }

    [Theory]
    [InlineData("24/0/0", "level: must be from 0 to 23.")]
    [InlineData("1/2/0", "tile: must have a row and a column from 0 to 1 at level 1; the row comes first.")]
    [InlineData("1/0/-1", "column: must be a whole number from 0.")]
    [InlineData("a/0/0", "level: must be a whole number from 0.")]
    [InlineData("9/99999999999/0", "row: must be a whole number from 0.")]
    public async Task Tile_ThatIsNotThere_IsAnError(string tile, string detail) =>
        EsriAssert.Error(400, await Host.GetJsonAsync($"{ArcGisHost.LandCover}/tile/{tile}"), detail);
}
