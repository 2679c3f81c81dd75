using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.ArcGis;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Objects;

/// <summary>Each feature has the class and the confidence that its pixels give by plain arithmetic.</summary>
public sealed class ClassifyObjectsTests(ChipService service) : IClassFixture<ChipService>
{
    [Fact]
    public async Task Windows_of_one_size_give_the_same_whatever_the_batch_the_instances_and_the_network_s_last_layer()
    {
        var model = await service.ModelAsync(("CropSizeFixed", 1));
        var reference = await ClassifiedTable.ClassifyAsync(service.Client, service.Request(model));
        reference.AssertIs(service.Scene, blackens: false);
        Assert.Equal(LevelClassifier.Levels.Count, reference.Rows.Select(row => row.Class).Distinct().Count());
        Assert.All(reference.Rows, row => Assert.Equal("patches", row.Source));

        var three = service.Request(model, arguments: new JsonObject { ["batch_size"] = 8 });
        three["context"]!["parallelProcessingFactor"] = "3";
        var sections = await ClassifiedTable.ClassifyAsync(service.Client, three);
        ClassifiedTable[] others =
        [
            sections,
            await ClassifiedTable.ClassifyAsync(service.Client, service.Request(model, arguments: new JsonObject { ["batch_size"] = 1 })),
            await ClassifiedTable.ClassifyAsync(service.Client, service.Request(await service.ModelAsync(false, 5, ("CropSizeFixed", 1)))),
        ];
        var probabilities = await ClassifiedTable.ClassifyAsync(service.Client, service.Request(await service.ModelAsync(true, null, ("CropSizeFixed", 1))));

        Assert.Equal(4, (int)sections.Job["sections"]!["total"]!);
        Assert.All(others, other => Assert.Equal(reference.Rows, other.Rows));
        probabilities.AssertIs(service.Scene, blackens: false);
    }

    [Fact]
    public async Task What_is_blackened_around_features_changes_their_classes_as_expected()
    {
        var table = await ClassifiedTable.ClassifyAsync(
            service.Client, service.Request(await service.ModelAsync(("CropSizeFixed", 1), ("BlackenAroundFeature", 1)), new JsonObject
            {
                ["displayFieldName"] = "", ["geometryType"] = "esriGeometryPolygon", ["spatialReference"] = new JsonObject { ["wkid"] = 32633 },
                ["features"] = new JsonArray([.. service.Scene.EsriFeatures("OBJECTID")]),
            }));

        table.AssertIs(service.Scene, blackens: true);
        var flipped = service.Scene.Shapes.Count(shape => LevelClassifier.Of(service.Scene.MeanAround(shape, true)).Class != LevelClassifier.Of(service.Scene.MeanAround(shape, false)).Class);
        Assert.InRange(flipped, 100, 240);
    }

    [Fact]
    public async Task A_point_is_the_middle_of_a_window()
    {
        var table = await ClassifiedTable.ClassifyAsync(service.Client, service.Request(await service.ModelAsync(("CropSizeFixed", 1)), service.Scene.EsriPoints()));

        table.AssertIs(service.Scene, blackens: false);
    }

    [Fact]
    public async Task A_box_is_seen_as_it_is_and_with_padding_so_are_its_surroundings()
    {
        // dark cards on bright ground
        var raster = (string)(await service.Client.AddAsync(TiffFile.Byte(300, 300, 1, (_, row, column) => (byte)(row % 100 is >= 40 and < 60 && column % 100 is >= 40 and < 60 ? 30 : 210)), "cards.tif"))["id"]!;
        var cards = new JsonObject { ["spatialReference"] = new JsonObject { ["wkid"] = 32633 }, ["features"] = new JsonArray([.. Enumerable.Range(0, 9).Select(i => Square(40 + (i % 3 * 100), 40 + (i / 3 * 100), 20))]) };
        async Task<ClassifiedTable> ClassifyAsync(int padding)
        {
            var request = service.Request(await service.ModelAsync(), cards.DeepClone().AsObject(), new JsonObject { ["padding"] = padding });
            request["inputRaster"]!["itemId"] = raster;
            return await ClassifiedTable.ClassifyAsync(service.Client, request);
        }

        var (bare, padded) = (await ClassifyAsync(0), await ClassifyAsync(20));

        Assert.All(bare.Rows, row => Assert.Equal(("dark", Math.Round(LevelClassifier.Of(30).Confidence, 3)), (row.Class, Math.Round(row.Confidence!.Value, 3))));

        // a ninth of what is seen is the card
        var expected = LevelClassifier.Of(((8 * 210.0) + 30) / 9);
        Assert.Equal("bright", expected.Class);
        Assert.All(padded.Rows, row => Assert.True(row.Class == expected.Class && Math.Abs(row.Confidence!.Value - expected.Confidence) < 0.2, $"{row} is to be {expected}"));
        Assert.Equal(9, bare.Rows.Count);
    }

    [Fact]
    public async Task Features_outside_of_the_raster_and_without_data_stay_without_a_class_and_are_counted()
    {
        var raster = (string)(await service.Client.AddAsync(TiffFile.Byte(300, 300, 1, (_, _, column) => (byte)(column < 150 ? 0 : 90), noData: 0), "half.tif"))["id"]!;
        var request = service.Request(await service.ModelAsync(), new JsonObject
        {
            ["spatialReference"] = new JsonObject { ["wkid"] = 32633 },
            ["features"] = new JsonArray(Square(200, 40, 20), Square(40, 40, 20), Square(700, 40, 20), Square(-200, 40, 20), new JsonObject { ["attributes"] = new JsonObject() }),
        });
        request["inputRaster"]!["itemId"] = raster;

        var table = await ClassifiedTable.ClassifyAsync(service.Client, request);

        Assert.Equal(["grey", null, null, null], table.Rows.Select(row => row.Class));
        Assert.Equal([true, false, false, false], table.Rows.Select(row => row.Confidence is not null && row.Source == "half"));
        var warnings = string.Join('\n', ServiceClient.Messages(table.Job, "warning"));
        Assert.Contains("1 features have no class because the raster has no pixel in them.", warnings, StringComparison.Ordinal);
        Assert.Contains("2 features have no class because their centre lies outside of the raster, the extent or the mask.", warnings, StringComparison.Ordinal);
        Assert.Contains("1 of the features have no polygon and no point, or one with a fault, and were left out.", warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_features_give_an_empty_layer()
    {
        var table = await ClassifiedTable.ClassifyAsync(service.Client, service.Request(await service.ModelAsync(), new JsonObject { ["type"] = "FeatureCollection", ["features"] = new JsonArray() }));

        Assert.Empty(table.Rows);
        Assert.Contains("No objects were classified.", ServiceClient.Messages(table.Job));
        Assert.Equal(0, (int)(await service.Client.GetAsync((string)table.Job["result"]!["features"]!))["numberMatched"]!);
    }

    [Fact]
    public async Task The_same_request_takes_the_result_over_and_one_with_other_features_does_not()
    {
        var half = service.Scene.GeoJson();
        half["features"] = new JsonArray([.. half["features"]!.AsArray().Take(120).Select(feature => feature!.DeepClone())]);
        async Task<ClassifiedTable> ClassifyAsync(JsonObject features)
        {
            var request = service.Request(await service.ModelAsync(("CropSizeFixed", 1), ("BlackenAroundFeature", 1)), features, new JsonObject { ["batch_size"] = 7 });
            request["context"]!["reuseResults"] = true;
            return await ClassifiedTable.ClassifyAsync(service.Client, request);
        }

        var (first, again, other) = (await ClassifyAsync(service.Scene.GeoJson()), await ClassifyAsync(service.Scene.GeoJson()), await ClassifyAsync(half));

        Assert.Equal(first.Rows, again.Rows);
        Assert.Equal(first.Rows.Take(120), other.Rows);
        bool IsTaken(ClassifiedTable table) => ServiceClient.Messages(table.Job).Any(text => text.Contains("its result is taken", StringComparison.Ordinal));
        Assert.Equal((false, true, false), (IsTaken(first), IsTaken(again), IsTaken(other)));
    }

    [Fact]
    public async Task Each_raster_of_a_mosaic_gives_its_own_row_where_it_is_asked_for()
    {
        var files = new[] { ("west.tif", 500000.0, (byte)30), ("east.tif", 501500.0, (byte)210) };
        foreach (var (name, left, value) in files)
        {
            Directory.CreateDirectory(service.Process.Store);
            await File.WriteAllBytesAsync(Path.Combine(service.Process.Store, name), TiffFile.Byte(200, 100, 1, (_, _, _) => value, left: left), TestContext.Current.CancellationToken);
        }

        using var layer = await service.Client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray([.. files.Select(file => (JsonNode)$"/rasterStores/store/{file.Item1}")]) }, TestContext.Current.CancellationToken);
        var mosaic = (string)(await layer.Content.ReadFromJsonAsync<JsonNode>(TestContext.Current.CancellationToken))!["id"]!;
        var features = new JsonObject { ["spatialReference"] = new JsonObject { ["wkid"] = 32633 }, ["features"] = new JsonArray(Square(20, 20, 20), Square(165, 20, 20), Square(300, 20, 20)) };
        var request = service.Request(await service.ModelAsync(), features);
        (request["inputRaster"]!["itemId"], request["processAllRasterItems"]) = (mosaic, true);

        var each = await ClassifiedTable.ClassifyAsync(service.Client, request);
        request["processAllRasterItems"] = false;
        request["outputName"] = "AsOne";
        var one = await ClassifiedTable.ClassifyAsync(service.Client, request);

        Assert.Equal([("dark", "west"), ("dark", "west"), ("bright", "east"), ("bright", "east")], each.Rows.Select(row => (row.Class, row.Source)));
        Assert.Equal(["dark", "dark", "bright"], one.Rows.Select(row => row.Class));
    }

    [Fact]
    public async Task The_task_of_ArcGIS_makes_a_feature_service()
    {
        var task = new GeoprocessingClient(service.Client, "ClassifyObjectsUsingDeepLearning");
        var (job, value) = await task.RunAsync(
            ("inputRaster", $$"""{"itemId":"{{service.Raster}}"}"""), ("model", $$"""{"itemId":"{{await service.ModelAsync(("CropSizeFixed", 1))}}"}"""),
            ("inputFeatures", service.Scene.GeoJson().ToJsonString()), ("classLabelField", "Brightness"), ("modelArguments", """{"batch_size":"4"}"""),
            ("outputFeatureClass", """{"serviceProperties":{"name":"LabelledShapes"}}"""));

        var table = await ClassifiedTable.ReadAsync(service.Client, await service.Client.JobAsync((string)job["jobId"]!), "Brightness");
        var bright = await service.Client.GetAsync($"{value["url"]}/0/query?where=Brightness='bright'&returnCountOnly=true&f=json");
        var layer = await service.Client.GetAsync($"{value["url"]}/0?f=json");

        Assert.EndsWith("/Hosted/LabelledShapes/FeatureServer", (string)value["url"]!, StringComparison.Ordinal);
        table.AssertIs(service.Scene, blackens: false);
        Assert.Equal(table.Rows.Count(row => row.Class == "bright"), (int)bright["count"]!);
        Assert.Equal("Brightness", (string)layer["drawingInfo"]!["renderer"]!["field1"]!);
        Assert.Empty(GeoprocessingClient.Messages(job, "Warning"));
    }

    private static JsonObject Square(int column, int row, int size)
    {
        var (left, top, right, bottom) = (500000 + (10 * column), 5000000 - (10 * row), 500000 + (10 * (column + size)), 5000000 - (10 * (row + size)));
        return new JsonObject
        {
            ["geometry"] = new JsonObject
            {
                ["rings"] = new JsonArray(new JsonArray(
                    new JsonArray(left, top), new JsonArray(right, top), new JsonArray(right, bottom), new JsonArray(left, bottom), new JsonArray(left, top))),
            },
        };
    }
}
