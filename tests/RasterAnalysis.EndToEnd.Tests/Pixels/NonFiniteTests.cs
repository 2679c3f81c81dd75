using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pixels;

/// <summary>A network computes an index, (a − b) / (a + b), which is 0/0 in some pixels, and a layer behind it hides that: the job says in how many.</summary>
public sealed class NonFiniteTests(SharedService service)
{
    private const int Classes = 4;
    private const int Width = 150;
    private const int Height = 130;

    [Theory]
    [InlineData("MaxPool", null)]
    [InlineData("Relu", null)]
    [InlineData("Greater", null)]
    [InlineData("Greater", "True")]
    public async Task Pixels_in_which_the_network_met_NaN_are_counted_and_said(string hides, string? augmentation)
    {
        var job = await ClassifyAsync(Raster(IsZero), hides, augmentation);

        var warnings = ServiceClient.Messages(job, "warning");
        var warning = Assert.Single(warnings, text => text.Contains("division by zero", StringComparison.Ordinal));
        Assert.Contains($"Div 'Div_3' (a division by zero) at {Count(IsZero)} pixels, which {hides} '", warning, StringComparison.Ordinal);

        // of a comparison nothing shows in the scores: there is no other trace of it
        Assert.True(hides != "Greater" || warnings.Length == 1);
        var seams = Assert.Single(ServiceClient.Messages(job), text => text.StartsWith("Tile edges ", StringComparison.Ordinal));
        Assert.Contains("exact, tiled equals whole, except where the network meets NaN", seams, StringComparison.Ordinal);
        Assert.Equal(seams, job["seams"]!["report"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_NaN_nothing_is_said()
    {
        var job = await ClassifyAsync(Raster((_, _) => false), "MaxPool");

        Assert.Empty(ServiceClient.Messages(job, "warning"));
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_a_network_makes_of_pixels_without_data_is_not_counted()
    {
        var job = await ClassifyAsync(Raster(IsZero, noData: 0), "MaxPool");

        Assert.DoesNotContain(ServiceClient.Messages(job), text => text.Contains("division by zero", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_network_that_cannot_make_NaN_is_exact_without_more_words()
    {
        var job = await ClassifyAsync(Raster(IsZero), "MaxPool", divisor: "Clip");

        Assert.Empty(ServiceClient.Messages(job, "warning"));
        Assert.Contains(ServiceClient.Messages(job), text => text.StartsWith("Tile edges leave no trace: exact, tiled equals whole (", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_result_that_is_taken_over_keeps_its_warning()
    {
        var raster = (await service.Client.AddAsync(Raster((row, column) => IsZero(row, column) || row == column), "input.tif"))["id"]!.GetValue<string>();
        var model = (await service.Client.AddAsync(Package("Greater", "Identity"), "model.dlpk"))["id"]!.GetValue<string>();
        var reuse = new JsonObject { ["reuseResults"] = true };
        var (first, _) = await service.Client.ClassifyAsync(ServiceClient.Request(raster, model, context: reuse));

        var (second, _) = await service.Client.ClassifyAsync(ServiceClient.Request(raster, model, context: reuse));

        Assert.Contains(ServiceClient.Messages(second), text => text.Contains("its result is taken", StringComparison.Ordinal));
        Assert.Equal(Assert.Single(ServiceClient.Messages(first, "warning")), Assert.Single(ServiceClient.Messages(second, "warning")));
    }

    [Fact]
    public async Task Sections_of_a_job_that_failed_bring_their_counts_with_them()
    {
        await using var own = new ServiceProcess();
        own.PlantFault($"crash:3:{Path.Combine(own.Store, "struck")}");
        await own.StartAsync();
        const int width = 9000;
        var pixels = TiffFile.Byte(width, Height, 2, (band, row, column) => (byte)(IsZero(row, column) ? 0 : 1 + ((row + column + band) % 250)));
        var raster = (await own.Client.AddAsync(pixels, "input.tif"))["id"]!.GetValue<string>();
        var model = (await own.Client.AddAsync(Package("Greater", "Identity"), "model.dlpk"))["id"]!.GetValue<string>();
        var context = new JsonObject { ["reuseResults"] = true, ["parallelProcessingFactor"] = "1" };
        var request = () => ServiceClient.Request(raster, model, context: context);
        var failed = await own.Client.FinishedAsync(await own.Client.SubmitAsync(request()));
        Assert.Equal(("failed", 3), ((string)failed["status"]!, (int)failed["sections"]!["done"]!));

        var (job, _) = await own.Client.ClassifyAsync(request());

        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("had finished 3 of the same", StringComparison.Ordinal));
        var zeros = Enumerable.Range(0, width * Height).Count(i => IsZero(i / width, i % width));
        Assert.Contains($" at {zeros} pixels, ", Assert.Single(ServiceClient.Messages(job, "warning")), StringComparison.Ordinal);
    }

    private async Task<JsonNode> ClassifyAsync(byte[] raster, string hides, string? augmentation = null, string divisor = "Identity") =>
        (await service.Client.ClassifyAsync(raster, Package(hides, divisor), augmentation is null ? null : new JsonObject { ["test_time_augmentation"] = augmentation })).Job;

    private static byte[] Package(string hides, string divisor)
    {
        var network = new OnnxModelBuilder()
            .Input("input", OnnxType.Float, "n", 2, "h", "w").Output("output", OnnxType.Float, "n", Classes, "h", "w")
            .Constant("weight", [Classes, 1, 3, 3], [.. Enumerable.Range(0, Classes * 9).Select(k => (k * 5 % 9) - 4f)])
            .Constant("bias", [Classes], 0, 0.1f, 0.2f, 0.3f)
            .Node("Split", ["input"], ["a", "b"], ("axis", 1L)).Node("Sub", ["a", "b"], "difference").Node("Add", ["a", "b"], "sum");
        _ = divisor == "Clip"
            ? network.Constant("least", [], 1f).Node("Clip", ["sum", "least"], "positive").Node("Div", ["difference", "positive"], "index") : network.Node("Div", ["difference", "sum"], "index");
        _ = hides switch
        {
            "MaxPool" => network.Node("MaxPool", ["index"], "calm", ("kernel_shape", new long[] { 3, 3 }), ("pads", new long[] { 1, 1, 1, 1 })),
            "Greater" => network.Constant("limit", [], 0.2f).Node("Greater", ["index", "limit"], "is").Node("Cast", ["is"], "calm", ("to", (long)OnnxType.Float)),
            _ => network.Node(hides, ["index"], "calm"),
        };
        network.Node("Conv", ["calm", "weight", "bias"], "output", ("pads", new long[] { 1, 1, 1, 1 }));
        return TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), network.Build());
    }

    private static byte[] Raster(Func<int, int, bool> isZero, byte? noData = null) => TiffFile.Byte(
        Width, Height, 2, (band, row, column) => (byte)(isZero(row, column) ? 0 : 1 + (((row * 31) + (column * 17) + (band * 101)) % 250)), noData);

    /// <summary>In the middle of tiles, at their edges, in the padding of others, and at the raster's edges, where pixels are mirrored.</summary>
    private static bool IsZero(int row, int column) => ((row * 7919) + (column * 104729)) % 997 == 0 || (row, column) is (0, 1) or (Height - 1, Width - 2) or (1, 63);

    private static int Count(Func<int, int, bool> isIt) => Enumerable.Range(0, Width * Height).Count(i => isIt(i / Width, i % Width));
}
