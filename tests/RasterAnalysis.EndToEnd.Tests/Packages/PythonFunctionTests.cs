using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>Packages that run by their own Python raster function: the raster is what a plain loop over it gives.</summary>
public sealed class PythonFunctionTests(FunctionService service) : IClassFixture<FunctionService>
{
    private const int Width = 300;
    private const int Height = 211;
    private const byte NoData = 7;
    private const byte OutputNoData = 255;

    private static readonly (long Value, string Name, int[] Color)[] Classes = [(1, "First", [200, 0, 0]), (2, "Second", [0, 120, 0])];

    [Theory]
    [InlineData(0, 1, "1")]
    [InlineData(0, 4, "2")]
    [InlineData(8, 1, "2")]
    [InlineData(8, 4, "1")]
    [InlineData(8, 6, "2")]
    [InlineData(16, 1, "1")]
    [InlineData(16, 6, "2")]
    public async Task The_raster_is_that_of_a_plain_loop(int padding, int batch, string instances)
    {
        const int side = 64;
        var (job, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Width, Height, 4, Sample, NoData), FunctionService.Package("TileMean", Classes, ("ExtractBands", new JsonArray(2, 0, 1))),
            new JsonObject { ["padding"] = $"{padding}", ["batch_size"] = batch }, new JsonObject { ["parallelProcessingFactor"] = instances });

        var inner = side - (2 * padding);
        Assert.Equal(0, Differences(raster, (row, column) =>
        {
            var (top, left) = ((row / inner * inner) - padding, (column / inner * inner) - padding);
            var sum = 0L;
            for (var r = top; r < top + side; r++)
            {
                for (var c = left; c < left + side; c++)
                {
                    sum += Total(r, c);
                }
            }

            return Total(row, column) * side * side > sum ? 1u : 2u;
        }));
        Assert.Equal((0, 120, 0), raster.ColorOf(2));
        Assert.Contains(ServiceClient.Messages(job, "informative"), text => text == "The package's Python raster function runs; it takes padding, batch_size, order.");
    }

    [Fact]
    public async Task A_part_of_the_raster_has_the_classes_that_the_whole_has()
    {
        var package = (string)(await service.Client.AddAsync(FunctionService.Package("TileMean", Classes, ("ExtractBands", new JsonArray(2, 0, 1))), "mean.dlpk"))["id"]!;
        var input = (string)(await service.Client.AddAsync(TiffFile.Byte(Width, Height, 4, Sample, NoData), "input.tif"))["id"]!;
        var (_, whole) = await service.Client.ClassifyAsync(ServiceClient.Request(input, package, new JsonObject { ["order"] = "darker" }));
        var (_, part) = await service.Client.ClassifyAsync(ServiceClient.Request(
            input, package, new JsonObject { ["order"] = "darker" },
            new JsonObject { ["extent"] = new JsonObject { ["xmin"] = 500510, ["ymin"] = 4998500, ["xmax"] = 501730, ["ymax"] = 4999630 } }));

        for (var row = 0; row < 113; row++)
        {
            for (var column = 0; column < 122; column++)
            {
                Assert.Equal(whole.At(row + 37, column + 51), part.At(row, column));
            }
        }
    }

    [Fact]
    public async Task A_function_may_give_back_padded_blocks_that_are_no_squares_and_a_mask_and_is_told_where_they_lie()
    {
        var classes = TestPackages.NumberedClasses(5).Skip(1).ToArray();
        var (_, raster) = await service.Client.ClassifyAsync(TiffFile.Byte(Width, Height, 2, Sample, NoData), FunctionService.Package("PaddedBlocks", classes));

        Assert.Equal(0, Differences(
            raster, (row, column) => Sample(1, row, column) > 200 ? OutputNoData : 1 + (column >= Width / 2 ? 1u : 0) + (row >= Height / 2.0 - 0.25 ? 2u : 0),
            isMasked: (row, column) => IsMasked(row, column, 2)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(9)]
    public async Task A_function_of_torch_with_weights_of_its_package(int padding)
    {
        float[] kernel = [.. Enumerable.Range(0, 50).Select(i => (float)((i * 7 % 5) - 2))];
        var weights = CheckpointFile.Write([("kernel", [1, 2, 5, 5], kernel)], isLegacy: true, wrapper: null);
        var (_, raster) = await service.Client.ClassifyAsync(
            TiffFile.Byte(Width, Height, 3, Sample, NoData), FunctionService.Package("TorchSums", weights, TestPackages.NumberedClasses(3)), new JsonObject { ["padding"] = padding });

        Assert.Equal(0, Differences(
            raster,
            (row, column) =>
            {
                var sum = 0;
                for (var i = 0; i < kernel.Length; i++)
                {
                    var (band, r, c) = (i < 25 ? 2 : 0, row + (i % 25 / 5) - 2, column + (i % 5) - 2);
                    sum += (int)kernel[i] * Value(band, r, c);
                }

                return (uint)(((sum % 3) + 3) % 3);
            },
            isMasked: (row, column) => IsMasked(row, column, 3)));
    }

    [Fact]
    public async Task The_card_has_the_arguments_as_the_function_computes_them_and_says_that_nothing_is_proved()
    {
        var item = await service.Client.AddAsync(FunctionService.Package("TileMean", Classes, ("ExtractBands", new JsonArray(0, 1, 2)), ("ImageWidth", 96), ("ImageHeight", 96), ("ModelFile", "model.emd")), "mean.dlpk");
        var card = await service.Client.GetAsync($"/api/v1/items/{(string)item["id"]!}/model");

        Assert.Equal(("python", 3, false), ((string)card["runtime"]!, (int)card["bands"]!, (bool)card["seams"]!["exact"]!));
        Assert.Contains("Of a Python raster function nothing can be proved.", (string)card["seams"]!["report"]!, StringComparison.Ordinal);
        Assert.Contains("Two tile phases give different labels", (string)card["seams"]!["report"]!, StringComparison.Ordinal);

        // a file of the function's own, which is no network
        Assert.Contains(card["preparation"]!.AsArray(), note => (string)note!["name"]! == "function" && ((string)note["text"]!).Contains("ModelFile 'model.emd' is no network", StringComparison.Ordinal));
        var arguments = card["arguments"]!.AsArray().ToDictionary(argument => (string)argument!["name"]!, argument => argument!);
        Assert.Equal(["padding", "batch_size", "order", "minimum_mapping_unit", "connectivity", "sieve", "majority_filter"], arguments.Keys);
        Assert.Equal(("numeric", "12"), ((string)arguments["padding"]["dataType"]!, (string)arguments["padding"]["value"]!));
        Assert.Equal(["brighter", "darker"], arguments["order"]["domain"]!.AsArray().Select(value => (string)value!));
    }

    [Fact]
    public async Task Its_result_is_smoothed_and_an_argument_of_its_own_stays_its_own()
    {
        var package = FunctionService.Package("Speckled", Classes);
        var item = await service.Client.AddAsync(package, "speckled.dlpk");
        var card = await service.Client.GetAsync($"/api/v1/items/{(string)item["id"]!}/model");
        Assert.Equal(["connectivity", "minimum_mapping_unit", "sieve", "majority_filter"], card["arguments"]!.AsArray().Select(argument => (string)argument!["name"]!));

        // lone pixels of the second class in the first, which touch each other at corners
        var input = TiffFile.Byte(128, 96, 1, (_, row, column) => (byte)(row % 8 < 2 && column % 8 == row % 8 ? 2 : 1));
        var (_, raster) = await service.Client.ClassifyAsync(input, package, new JsonObject { ["minimum_mapping_unit"] = 2, ["connectivity"] = 8 });
        Assert.Equal(0, Enumerable.Range(0, 128 * 96).Count(pixel => raster.At(pixel / 128, pixel % 128) != 2));
    }

    [Fact]
    public async Task An_argument_that_the_function_does_not_take_is_named()
    {
        var job = await RunAsync("TileMean", "order", "blue");
        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("modelArguments.order", StringComparison.Ordinal) && text.Contains("'blue' must be one of brighter, darker.", StringComparison.Ordinal));

        job = await RunAsync("TileMean", "size", "3");
        Assert.Equal("succeeded", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text == "The model argument size is not known to the package's function and was left aside.");
    }

    [Theory]
    [InlineData("raise", "(line 24): ValueError: no class for (0, 0).")]
    [InlineData("exit", "its process ended without an answer")]
    [InlineData("abort", "its process ended without an answer")]
    [InlineData("hang", "it took longer than 5 seconds (RasterAnalysis__PythonFunctions__BlockTime) and was ended.")]
    [InlineData("grow", "MemoryError: more than the 8192 MiB of memory that it may have.")]
    [InlineData("shape", "its output_pixels have the shape [1, 63, 64]; [1, 64, 64] is expected")]
    [InlineData("type", "its output_pixels are of type complex64, and classes are numbers.")]
    [InlineData("nothing", "its updatePixels gives no output_pixels.")]
    [InlineData("configuration", "its getConfiguration gives padding 'many', which is no whole number.")]
    public async Task A_function_that_misbehaves_fails_its_job_with_the_reason_and_nothing_else(string how, string reason)
    {
        var job = await RunAsync("Misbehaves", "how", how);

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains($"The Python raster function 'Misbehaves.py' failed", StringComparison.Ordinal) && text.Contains(reason, StringComparison.Ordinal));
        Assert.Equal("succeeded", (string)(await RunAsync("Misbehaves", "how", "print"))["status"]!);
        Assert.True(await service.Client.IsReadyAsync());
    }

    [Fact]
    public async Task A_number_that_is_no_class_is_NoData_and_said()
    {
        var job = await RunAsync("Misbehaves", "how", "other");

        Assert.Equal("succeeded", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "warning"), text => text.Contains("4096 pixels", StringComparison.Ordinal) || text.Contains("4,096 pixels", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_function_may_not_do_is_stopped()
    {
        var folder = Directory.CreateTempSubdirectory("secret");
        try
        {
            var secret = Path.Combine(folder.FullName, "secret.txt");
            await File.WriteAllTextAsync(secret, "secret", TestContext.Current.CancellationToken);
            var classes = Enumerable.Range(0, 40).Select(done => (100L + done, $"{done} things done", new[] { done, 0, 0 }));
            var package = FunctionService.Package("Attempts", classes, ("Secret", secret));
            var (_, raster) = await service.Client.ClassifyAsync(TiffFile.Byte(64, 64, 3, Sample), package);

            Assert.Equal(100u, raster.At(0, 0));
            Assert.Equal("secret", await File.ReadAllTextAsync(secret, TestContext.Current.CancellationToken));
            Assert.Equal([secret], Directory.GetFileSystemEntries(folder.FullName));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Copies_of_a_package_do_not_outlive_the_service()
    {
        await using var own = new FunctionService();
        await own.InitializeAsync();
        await own.Client.ClassifyAsync(TiffFile.Byte(64, 64, 3, Sample), FunctionService.Package("Misbehaves", Classes));
        var instances = own.Process.InstanceIds();
        string[] Left() => [.. instances.SelectMany(id => Directory.GetDirectories(Path.GetTempPath(), $"rasteranalysis-instance-{id}-*"))];

        // the function that ran last is kept for the next job
        Assert.NotEmpty(Left());
        await own.Process.StopAsync();
        Assert.Empty(Left());
    }

    [Fact]
    public async Task A_package_without_a_class_for_the_function_is_refused_with_what_is_wrong()
    {
        var definition = TestPackages.Definition(Classes, ("ModelFile", null), ("InferenceFunction", "Empty.py"));
        async Task RefusesAsync(string code, string reason)
        {
            var (status, body) = await service.Client.TryAddAsync(
                TestPackages.Zip(("model.emd", System.Text.Encoding.UTF8.GetBytes(definition.ToJsonString())), ("Empty.py", System.Text.Encoding.UTF8.GetBytes(code))), "model.dlpk");
            Assert.Equal(HttpStatusCode.BadRequest, status);
            Assert.Contains(reason, (string)body["errors"]![0]!["message"]!, StringComparison.Ordinal);
        }

        await RefusesAsync("x = 1", "it must have a class Empty, or just one class with updatePixels; it has none");
        await RefusesAsync("import arcgis", "(line 1): ModuleNotFoundError: No module named 'arcgis'");
        await RefusesAsync("class Empty\n  pass", "(line 1): SyntaxError");
    }

    private async Task<JsonNode> RunAsync(string function, string argument, string value)
    {
        var package = (string)(await service.Client.AddAsync(FunctionService.Package(function, Classes, ("ExtractBands", new JsonArray(0, 1, 2))), "function.dlpk"))["id"]!;
        var input = (string)(await service.Client.AddAsync(TiffFile.Byte(64, 64, 3, Sample), "input.tif"))["id"]!;
        return await service.Client.FinishedAsync(await service.Client.SubmitAsync(ServiceClient.Request(input, package, new JsonObject { [argument] = value })));
    }

    private static int Differences(CogFile raster, Func<int, int, uint> expected, Func<int, int, bool>? isMasked = null)
    {
        var differences = 0;
        for (var row = 0; row < Height; row++)
        {
            for (var column = 0; column < Width; column++)
            {
                var wanted = (isMasked ?? ((r, c) => IsMasked(r, c, 3)))(row, column) ? OutputNoData : expected(row, column);
                differences += raster.At(row, column) == wanted ? 0 : 1;
            }
        }

        return differences;
    }

    private static long Total(int row, int column) => Value(0, row, column) + Value(1, row, column) + Value(2, row, column);

    private static int Value(int band, int row, int column) =>
        row is < 0 or >= Height || column is < 0 or >= Width || Sample(band, row, column) == NoData ? 0 : Sample(band, row, column);

    private static bool IsMasked(int row, int column, int bands) => Enumerable.Range(0, bands).All(band => Sample(band, row, column) == NoData);

    private static byte Sample(int band, int row, int column) => row is > 60 and < 90 && column is > 100 and < 170
        ? NoData : (byte)((uint)(((row / 5 * 7919) ^ (column / 7 * 104729) ^ (band * 1299709)) * 2654435761u) >> 24);
}
