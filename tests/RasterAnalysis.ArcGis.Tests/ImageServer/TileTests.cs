using System.Globalization;
using System.Xml.Linq;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class TileTests : HostedTest
{
    private static readonly XNamespace Wmts = "http://www.opengis.net/wmts/1.0";
    private static readonly XNamespace Ows = "http://www.opengis.net/ows/1.1";

    [Theory]
    [InlineData(ArcGisHost.LandCover)]
    [InlineData(ArcGisHost.Ortho)]
    public async Task Description_says_nothing_of_tiles_so_that_clients_take_a_dynamic_service(string service)
    {
        var description = await Host.GetJsonAsync($"{service}?f=json");
        Assert.False((bool?)description["singleFusedMapCache"]);
        Assert.False(description.ContainsKey("tileInfo"));
        Assert.False(description.ContainsKey("cacheType"));
    }

    [Fact]
    public async Task Capabilities_say_where_tiles_lie_and_up_to_which_level()
    {
        using var response = await Host.GetAsync($"{ArcGisHost.LandCover}/WMTS/1.0.0/WMTSCapabilities.xml");
        Assert.Equal("application/xml", response.Content.Headers.ContentType?.MediaType);
        var root = XDocument.Parse(await Host.TextAsync(response)).Root!;

        var layer = root.Descendants(Wmts + "Layer").Single();
        Assert.Equal("LandCover", layer.Element(Ows + "Identifier")!.Value);
        Assert.Equal($"http://host{ArcGisHost.LandCover}/tile/{{TileMatrix}}/{{TileRow}}/{{TileCol}}", layer.Element(Wmts + "ResourceURL")!.Attribute("template")!.Value);
        Assert.Equal(("1000 1800", "1300 2000"), Corners(layer.Element(Ows + "BoundingBox")!));

        // cells of 10 m: pixels of level 14 are 9.6 m wide, those of level 15 4.8 m
        var matrices = root.Descendants(Wmts + "TileMatrix").ToArray();
        Assert.Equal(Enumerable.Range(0, 16).Select(level => $"{level}"), matrices.Select(matrix => matrix.Element(Ows + "Identifier")!.Value));
        Assert.Equal("32768", matrices[^1].Element(Wmts + "MatrixWidth")!.Value);
        Assert.Equal(559082264.028655, double.Parse(matrices[0].Element(Wmts + "ScaleDenominator")!.Value, CultureInfo.InvariantCulture), 1e-3);
        Assert.Equal("-20037508.342787 20037508.342787", matrices[0].Element(Wmts + "TopLeftCorner")!.Value);
    }

    [Fact]
    public async Task Capabilities_of_a_raster_without_place_are_refused()
    {
        Host.Catalog.Add(Some.Plain);
        EsriAssert.Error(
            400, await Host.GetJsonAsync("/arcgis/rest/services/Hosted/Plain/ImageServer/WMTS/1.0.0/WMTSCapabilities.xml"),
            "WMTS: needs a place on the earth, and Plain has no coordinate system.");
    }

    [Theory]
    [InlineData("0/0/0", -20037508.342787, -20037508.342787, 20037508.342787, 20037508.342787)]
    [InlineData("1/0/1", 0, 0, 20037508.342787, 20037508.342787)]
    [InlineData("2/3/1", -10018754.1713935, -20037508.342787, 0, -10018754.1713935)]
    public async Task Tile_row_comes_before_column(string tile, double xMin, double yMin, double xMax, double yMax)
    {
        using var response = await Host.GetAsync($"{ArcGisHost.LandCover}/tile/{tile}");
        Assert.Equal("image/png", response.Content.Headers.ContentType?.MediaType);
        var request = Host.Renderer.Rendered.Single().Request;
        Assert.Equal([xMin, yMin, xMax, yMax], new[] { request.Extent.XMin, request.Extent.YMin, request.Extent.XMax, request.Extent.YMax }.Select(side => Math.Round(side, 7)));
        Assert.Equal((new RasterSize(256, 256), RenderFormat.Png32, ResamplingMethod.Nearest), (request.Size, request.Format, request.Resampling));
        Assert.Null(request.SpatialReference);
    }

    [Fact]
    public async Task Tile_of_another_system_is_projected()
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
    public async Task Tile_that_is_not_there_is_an_error(string tile, string detail) =>
        EsriAssert.Error(400, await Host.PictureErrorAsync($"{ArcGisHost.LandCover}/tile/{tile}"), detail);

    private static (string Lower, string Upper) Corners(XElement box) => (box.Element(Ows + "LowerCorner")!.Value, box.Element(Ows + "UpperCorner")!.Value);
}
