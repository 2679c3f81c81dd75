using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Rasters;

/// <summary>Rasters across the antimeridian stay whole in other coordinate systems. Expected pixels are those of the projection's own formulas.</summary>
public sealed class AntimeridianTests(SharedService service)
{
    private const double Radius = 6378137;
    private const int Columns = 200;
    private const int Rows = 100;
    private const int Classes = 13;
    private const uint NoData = 255;

    private ServiceClient Client => service.Client;

    [Fact]
    public async Task Degrees_become_Web_Mercator_that_goes_on_past_its_edge()
    {
        var raster = Degrees("179", "11", "181", "10");

        var (job, result) = await Client.ClassifyAsync(raster, Package(), context: new JsonObject { ["outSR"] = new JsonObject { ["wkid"] = 3857 } });

        var (width, height) = (result.Levels[0].Width, result.Levels[0].Height);
        var (cell, left, top) = (result.Grid[0], result.Grid[6], result.Grid[7]);
        Assert.Equal(Radius * 179 * Math.PI / 180, left, 1e-3);
        Assert.InRange(width, 150, 250);
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                var longitude = (left + ((column + 0.5) * cell)) / Radius * 180 / Math.PI;
                var latitude = ((2 * Math.Atan(Math.Exp((top - ((row + 0.5) * result.Grid[1])) / Radius))) - (Math.PI / 2)) * 180 / Math.PI;
                var (c, r) = ((longitude - 179) / 0.01, (11 - latitude) / 0.01);
                if (IsOnEdge(c) || IsOnEdge(r))
                {
                    continue;
                }

                var isInside = c >= 0 && c < Columns && r >= 0 && r < Rows;
                Assert.Equal(isInside ? Class((int)r, (int)c) : NoData, result.At(row, column));
            }
        }

        Assert.DoesNotContain(ServiceClient.Messages(job, "warning"), text => text.Contains("have no data", StringComparison.Ordinal));

        // a map in Web Mercator has both sides of the edge
        var server = (string)(await Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}"))["imageServer"]!;
        foreach (var bbox in (string[])["19960000,1120000,20030000,1190000", "-20030000,1120000,-19960000,1190000"])
        {
            var png = PngFile.Read(await Client.GetBytesAsync($"{server}/exportImage?bbox={bbox}&bboxSR=3857&imageSR=3857&size=50,50&format=png32&f=image"));
            Assert.All(Enumerable.Range(0, 2500), i => Assert.Equal(255, png.At(i / 50, i % 50).Alpha));
        }
    }

    [Fact]
    public async Task A_UTM_zone_becomes_longitudes_past_180()
    {
        // 10° north, 180° is at an easting of 171,071 m in zone 1
        var raster = MadeRaster.Translate(
            TiffFile.Byte(Columns, Rows, 1, (_, r, c) => (byte)Class(r, c)), "-a_srs", "EPSG:32601", "-a_ullr", "161071", "1106908", "181071", "1096908");

        var (job, result) = await Client.ClassifyAsync(raster, Package(), context: new JsonObject { ["outSR"] = new JsonObject { ["wkid"] = 4326 } });

        var all = result.Levels[0].Width * result.Levels[0].Height;
        Assert.InRange(result.Grid[6], 179.8, 179.95);
        Assert.InRange(result.Grid[6] + (result.Levels[0].Width * result.Grid[0]), 180.05, 180.15);
        Assert.InRange(result.Levels[0].Pixels.Count(value => value != NoData), all * 0.95, all);
        Assert.DoesNotContain(ServiceClient.Messages(job, "warning"), text => text.Contains("have no data", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_system_that_would_tear_the_raster_is_refused_with_a_sentence()
    {
        var item = (string)(await Client.AddAsync(Degrees("179", "11", "181", "10"), "degrees.tif"))["id"]!;
        var model = (string)(await Client.AddAsync(Package(), "model.dlpk"))["id"]!;

        var job = await Client.FinishedAsync(await Client.SubmitAsync(
            ServiceClient.Request(item, model, context: new JsonObject { ["outSR"] = new JsonObject { ["wkid"] = 54030 } })));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains("torn into two pieces", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_output_that_is_nearly_all_NoData_warns()
    {
        var raster = TiffFile.Byte(Columns, Rows, 1, (_, r, c) => r < 9 ? (byte)1 : (byte)77, noData: 77);

        var (job, result) = await Client.ClassifyAsync(raster, Package());

        Assert.Equal(9 * Columns, result.Levels[0].Pixels.Count(value => value != NoData));
        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.StartsWith($"{91 * Columns} of the output's {100 * Columns} pixels have no data", StringComparison.Ordinal));
    }

    // within rounding of the corner between two pixels
    private static bool IsOnEdge(double place) => Math.Abs(place - Math.Round(place)) < 1e-6;

    private static uint Class(int row, int column) => (uint)((row * 7) + (column * 5)) % Classes;

    private static byte[] Package() => TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes));

    private static byte[] Degrees(string west, string north, string east, string south) => MadeRaster.Translate(
        TiffFile.Byte(Columns, Rows, 1, (_, r, c) => (byte)Class(r, c)), "-a_srs", "EPSG:4326", "-a_ullr", west, north, east, south);
}
