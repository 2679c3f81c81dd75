using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary><c>context.mask</c>: pixels whose centre it leaves out are NoData, all others are as without it.</summary>
public sealed class MaskTests(SharedService service)
{
    private const int Width = 150;
    private const int Height = 130;
    private const uint NoData = 255;

    // the raster begins at (500000, 5000000) with cells of 10: columns 20 to 79 and rows 30 to 99, with a hole in columns 40 to 49, rows 50 to 59
    private const string Rings =
        "[[[500200,4999700],[500800,4999700],[500800,4999000],[500200,4999000],[500200,4999700]],"
        + "[[500400,4999500],[500400,4999400],[500500,4999400],[500500,4999500],[500400,4999500]]]";

    [Theory]
    [InlineData("""{"rings":RINGS,"spatialReference":{"wkid":32633}}""")]
    [InlineData("""{"rings":RINGS}""")]
    [InlineData("""{"geometryType":"esriGeometryPolygon","features":[{"geometry":{"rings":RINGS},"attributes":{}}],"spatialReference":{"wkid":32633}}""")]
    [InlineData("""{"features":[{"geometry":{"rings":RINGS,"spatialReference":{"wkid":32633}}}]}""")]
    [InlineData("""{"type":"Polygon","coordinates":RINGS,"spatialReference":{"wkid":32633}}""")]
    [InlineData("""{"type":"FeatureCollection","features":[{"type":"Feature","properties":{},"geometry":{"type":"MultiPolygon","coordinates":[RINGS]}}],"spatialReference":32633}""")]
    public async Task Polygons_leave_out_the_pixels_whose_centre_lies_outside(string mask)
    {
        var raster = await ClassifyAsync(JsonNode.Parse(mask.Replace("RINGS", Rings, StringComparison.Ordinal))!);

        AssertMasked(raster, (row, column) => column is >= 20 and < 80 && row is >= 30 and < 100 && !(column is >= 40 and < 50 && row is >= 50 and < 60));
    }

    [Fact]
    public async Task GeoJson_is_longitude_and_latitude()
    {
        // 15 degrees east is x 500000; the mask covers what lies more than 0.006 degrees east of it: 471 m at this latitude
        var raster = await ClassifyAsync(JsonNode.Parse("""{"type":"Polygon","coordinates":[[[15.006,45.2],[15.1,45.2],[15.1,45.0],[15.006,45.0],[15.006,45.2]]]}""")!);

        AssertMasked(raster, (_, column) => column >= 47);
    }

    [Fact]
    public async Task A_raster_leaves_out_what_it_has_no_data_for_whatever_its_cells_are()
    {
        // cells of 25 m; valid where its column is even, be the value 0 or not
        var mask = TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)(column % 2 == 0 ? row % 2 : 77), noData: 77, cell: 25);
        var item = await service.Client.AddAsync(mask, "mask.tif");

        var raster = await ClassifyAsync(new JsonObject { ["itemId"] = (string)item["id"]! });

        AssertMasked(raster, (row, column) => ((10 * column) + 5) / 25 is var cell && cell < 40 && cell % 2 == 0 && ((10 * row) + 5) / 25 < 30);
    }

    [Theory]
    [InlineData("""{"type":"Point","coordinates":[15,45]}""", "Polygon")]
    [InlineData("""{"rings":[[[1,2],[3,4]]]}""", "rings")]
    [InlineData("""{"rings":[[[1,2],[3,4],["x",5]]]}""", "rings")]
    [InlineData("""{"url":"https://example.com/arcgis/rest/services/A/FeatureServer/0"}""", "GeoJSON")]
    [InlineData("""{"itemId":"00000000000000000000000000000000"}""", "item")]
    public async Task A_mask_that_cannot_be_taken_is_refused_by_name(string mask, string expected)
    {
        var (raster, model) = await ItemsAsync();
        var (status, problem) = await service.Client.TrySubmitAsync(
            ServiceClient.Request(raster, model, context: new JsonObject { ["mask"] = JsonNode.Parse(mask) }));

        Assert.Equal(System.Net.HttpStatusCode.BadRequest, status);
        var error = Assert.Single(problem["errors"]!.AsArray());
        Assert.StartsWith("context.mask", (string)error!["field"]!, StringComparison.Ordinal);
        Assert.Contains(expected, (string)error["message"]!, StringComparison.Ordinal);
    }

    private async Task<CogFile> ClassifyAsync(JsonNode mask)
    {
        var (raster, model) = await ItemsAsync();
        return (await service.Client.ClassifyAsync(ServiceClient.Request(raster, model, context: new JsonObject { ["mask"] = mask }))).Raster;
    }

    private async Task<(string Raster, string Model)> ItemsAsync() => (
        (string)(await service.Client.AddAsync(TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)Value(row, column)), "input.tif"))["id"]!,
        (string)(await service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(9)), TinyNetworks.CopyBand(9)), "model.dlpk"))["id"]!);

    private static uint Value(int row, int column) => (uint)((row * 31) + (column * 17) + (row * column)) % 9;

    private static void AssertMasked(CogFile raster, Func<int, int, bool> isWanted)
    {
        Assert.Equal((Width, Height), (raster.Levels[0].Width, raster.Levels[0].Height));
        Assert.Null(raster.FirstDifference((row, column) => isWanted(row, column) ? Value(row, column) : NoData));
    }
}
