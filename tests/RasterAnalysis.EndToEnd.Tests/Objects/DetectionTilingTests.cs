using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>The table of objects is the same, number by number and row by row, however the raster is cut and whoever works on it.</summary>
public sealed class DetectionTilingTests(SquareService service) : IClassFixture<SquareService>
{
    [Fact]
    public async Task Tiles_batches_and_instances_change_nothing()
    {
        var reference = await DetectAsync("YoloV8", null);
        reference.AssertIs(service.Scene.Squares);

        var others = new[]
        {
            await DetectAsync("YoloV8", null, ("tile_size", 416)),
            await DetectAsync("YoloV8", null, ("tile_size", 640), ("batch_size", 3)),
            await DetectAsync("YoloV8", "3", ("tile_size", 256), ("batch_size", 8)),
        };

        Assert.All(others, other => Assert.Equal(reference.Rows, other.Rows));
    }

    [Fact]
    public async Task An_extent_gives_the_objects_whose_centre_lies_in_it()
    {
        var request = await service.RequestAsync("YoloV5");
        request["context"]!["extent"] = new JsonObject
        {
            ["xmin"] = 502000, ["ymin"] = 4993000, ["xmax"] = 507000, ["ymax"] = 4997000, ["spatialReference"] = new JsonObject { ["wkid"] = 32633 },
        };

        var table = await DetectedTable.DetectAsync(service.Client, request);

        table.AssertIs([.. service.Scene.Squares.Where(square => square.CenterX is >= 200 and < 700 && square.CenterY is >= 300 and < 700)]);
    }

    [Fact]
    public async Task A_job_says_how_many_objects_depend_on_the_tiles()
    {
        var exact = await DetectAsync("YoloV8", null);
        var forgetful = await DetectAsync("Forgetful", null);

        // cores are 128 pixels wide: of two tiles half a core apart that detector sees each object in one
        var same = Regex.Match(Said(exact), "^.*looked at twice, the tiles half a tile apart: both found the same ([0-9]+) objects\\.$");
        var once = Regex.Match(Said(forgetful), "^.*looked at twice, the tiles half a tile apart: ([0-9]+) of ([0-9]+) objects were found once only, so the network is not exact");
        Assert.True(same.Success, Said(exact));
        Assert.True(once.Success, Said(forgetful));
        Assert.Equal((0.0, 1.0), ((double)exact.Job["seams"]!["mismatch"]!, (double)forgetful.Job["seams"]!["mismatch"]!));
        Assert.Equal(once.Groups[1].Value, once.Groups[2].Value);
        Assert.InRange(int.Parse(once.Groups[2].Value, CultureInfo.InvariantCulture), 1, int.Parse(same.Groups[1].Value, CultureInfo.InvariantCulture));

        static string Said(DetectedTable table) => Assert.Single(ServiceClient.Messages(table.Job), text => text.StartsWith("Tiles overlap by ", StringComparison.Ordinal));
    }

    private async Task<DetectedTable> DetectAsync(string layout, string? instances, params (string Name, JsonNode Value)[] arguments)
    {
        var request = await service.RequestAsync(layout, arguments);
        if (instances is not null)
        {
            request["context"]!["parallelProcessingFactor"] = instances;
        }

        return await DetectedTable.DetectAsync(service.Client, request);
    }
}
