using System.Net;
using System.Text.Json.Nodes;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.EndToEnd.Tests.Pixels;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Packages;

/// <summary>
/// Networks in the forms in which torch, Keras and ONNX Runtime write them give every pixel of one run over the whole raster, whatever tile size the
/// definition names.
/// </summary>
public sealed class ExportedNetworkTests(SharedService service)
{
    // multiples of nothing
    private const int Width = 411;
    private const int Height = 333;
    private const int Classes = 4;
    private static readonly Lazy<byte[]> Raster = new(() => TiffFile.Byte(Width, Height, 1, Value));

    [Theory]
    [InlineData("pads", 250)]
    [InlineData("pads", 300)]
    [InlineData("same", 250)]
    [InlineData("same", 300)]
    [InlineData("functions", 264)]
    [InlineData("functions", 250)]
    [InlineData("functions", 100)]
    [InlineData("a function called Conv", 256)]
    [InlineData("optimised", 250)]
    [InlineData("fused", 250)]
    [InlineData("einsum", 250)]
    public async Task No_pixel_differs_from_the_whole_run(string form, int size)
    {
        var network = Network(form);
        var whole = WholeRun.Classify(network, 1, Width, Height, (b, r, c) => Value(b, r, c), 128, 8);

        var (job, raster) = await service.Client.ClassifyAsync(Raster.Value, Package(network, size));

        Assert.Equal((true, form == "a function called Conv" ? 2 : 8), ((bool)job["seams"]!["exact"]!, (int)job["seams"]!["stride"]!));
        Assert.Contains(ServiceClient.Messages(job), text => text.Contains("exact, tiled equals whole", StringComparison.Ordinal));
        Assert.Null(raster.FirstDifference((row, column) => (uint)whole[row, column]));
        Assert.InRange(whole.Cast<int>().Distinct().Count(), Classes - 1, Classes);
    }

    [Fact]
    public async Task An_operator_that_is_not_known_is_named_and_the_job_runs_at_steps_of_32()
    {
        var net = new LayeredNetwork(1, 5, isPositive: false);
        net.Builder.Node("SequenceConstruct", ["input"], "list").Constant("first", [], 0L).Node("SequenceAt", ["list", "first"], "x");
        var network = Scores(net, net.Resize(net.Pool("x", 8, "AveragePool"), 8, "nearest"));
        var whole = WholeRun.Classify(network, 1, Width, Height, (b, r, c) => Value(b, r, c), 128, 8);

        var (job, raster) = await service.Client.ClassifyAsync(Raster.Value, Package(network, 250));

        Assert.Equal((false, 32), ((bool)job["seams"]!["exact"]!, (int)job["seams"]!["stride"]!));
        var warning = Assert.Single(ServiceClient.Messages(job, "warning"), text => text.StartsWith("Tile edges ", StringComparison.Ordinal));
        Assert.Contains("SequenceAt 'SequenceAt_1'", warning, StringComparison.Ordinal);
        Assert.Contains("an operator whose reach is not known", warning, StringComparison.Ordinal);

        // 8 divides 32: though nothing is promised, no pixel is wrong
        Assert.Null(raster.FirstDifference((row, column) => (uint)whole[row, column]));
    }

    [Fact]
    public async Task Batch_normalisation_in_training_mode_is_inexact_with_the_advice_and_any_batch_gives_the_same()
    {
        var net = new LayeredNetwork(1, 5, isPositive: false);
        net.Builder.Constant("one", [1], 1f).Constant("zero", [1], 0f)
            .Node("BatchNormalization", [net.Conv("input", 1, 1, 3), "one", "zero", "zero", "one"], ["y", "mean", "variance", "savedMean", "savedVariance"]);
        var package = Package(Scores(net, "y"), 128);

        var (job, raster) = await service.Client.ClassifyAsync(Raster.Value, package, new JsonObject { ["batch_size"] = "1" });
        var (other, again) = await service.Client.ClassifyAsync(Raster.Value, package, new JsonObject { ["batch_size"] = "4" });

        Assert.False((bool)job["seams"]!["exact"]!);
        var warning = Assert.Single(ServiceClient.Messages(job, "warning"), text => text.StartsWith("Tile edges ", StringComparison.Ordinal));
        Assert.Contains("BatchNormalization '", warning, StringComparison.Ordinal);
        Assert.Contains("export the network in inference mode", warning, StringComparison.Ordinal);
        Assert.Contains(ServiceClient.Messages(other, "warning"), text => text.StartsWith("batch_size 4 is not used", StringComparison.Ordinal));
        Assert.Null(again.FirstDifference(raster.At));
    }

    [Fact]
    public async Task Dropout_that_drops_is_refused_with_the_advice()
    {
        var net = new LayeredNetwork(1, 5, isPositive: false);
        net.Builder.Constant("ratio", [], 0.5f).Node("Constant", [], "training", ("value", true)).Node("Dropout", ["input", "ratio", "training"], "y");

        var (status, body) = await service.Client.TryAddAsync(Package(Scores(net, "y"), 64), "dropout.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("drops values at random", body.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("inference mode", body.ToJsonString(), StringComparison.Ordinal);
    }

    private static byte[] Network(string form)
    {
        switch (form)
        {
            case "pads":
                return UNet((net, tensor, skip) => net.PadTo(tensor, skip));
            case "optimised" or "fused":
                return Optimized(UNet((_, tensor, _) => tensor, width: 16), form == "fused" ? GraphOptimizationLevel.ORT_ENABLE_EXTENDED : GraphOptimizationLevel.ORT_ENABLE_ALL);
            case "same":
                var same = new LayeredNetwork(1, 5, isPositive: false);
                var tensor = "input";
                for (var i = 0; i < 3; i++)
                {
                    tensor = same.Apply("Relu", same.Conv(same.PadSame(tensor, 3, 2), i == 0 ? 1 : 4, 4, 3, stride: 2, pad: 0));
                }

                return Scores(same, same.Conv(same.Resize(tensor, 8), 4, 1, 1));
            case "einsum":
                var sum = new LayeredNetwork(1, 5, isPositive: false);
                sum.Builder.Constant("mix", [4, 1], 0.5f, -0.25f, 1f, 2f).Node("Einsum", ["input", "mix"], "mixed", ("equation", "bchw,oc->bohw"));
                return Scores(sum, sum.Conv(sum.Resize(sum.Pool("mixed", 8), 8, "nearest"), 4, 1, 1));
            case "functions":
                var calls = new LayeredNetwork(1, 5, isPositive: false);
                calls.Builder.Constant("w", [1, 1, 3, 3], 0.1f, 0.2f, -0.1f, 0.3f, 0.2f, 0.1f, -0.2f, 0.1f, 0.15f)
                    .Function(new OnnxFunctionBuilder("__main__", "Block", ["x", "w"], ["y"]).Node("Conv", ["x", "w"], ["t"], ("pads", new long[] { 1, 1, 1, 1 })).Node("Relu", ["t"], ["y"]))
                    .Function(new OnnxFunctionBuilder("__main__", "Down", ["x", "w"], ["y"]).Attribute("step")
                        .Call("__main__", "Block", ["x", "w"], ["t"]).Node("MaxPool", ["t"], ["y"], ("kernel_shape", new long[] { 2, 2 }), ("strides", new OnnxAttributeOfCall("step"))))
                    .Call("__main__", "Down", ["input", "w"], ["a"], ("step", new long[] { 2, 2 }))
                    .Call("__main__", "Down", ["a", "w"], ["b"], ("step", new long[] { 2, 2 }))
                    .Call("__main__", "Down", ["b", "w"], ["c"], ("step", new long[] { 2, 2 }));
                return Scores(calls, calls.Resize("c", 8));
            default:
                // reaches 12 pixels where a convolution of these weights would reach 1, and halves the scale
                var named = new LayeredNetwork(1, 5, isPositive: false);
                named.Builder.Constant("w", [1, 1, 3, 3], 0.1f, 0.2f, -0.1f, 0.3f, 0.2f, 0.1f, -0.2f, 0.1f, 0.15f)
                    .Function(new OnnxFunctionBuilder("__main__", "Conv", ["x", "w"], ["y"])
                        .Node("Conv", ["x", "w"], ["t"], ("pads", new long[] { 6, 6, 6, 6 }), ("dilations", new long[] { 6, 6 }), ("strides", new long[] { 2, 2 }))
                        .Node("Conv", ["t", "w"], ["y"], ("pads", new long[] { 3, 3, 3, 3 }), ("dilations", new long[] { 3, 3 })))
                    .Call("__main__", "Conv", ["input", "w"], ["y"], ("pads", new long[] { 1, 1, 1, 1 }));
                return Scores(named, named.Resize("y", 2, "nearest"));
        }
    }

    /// <summary>A U-Net of three levels whose ups are fitted to the skips.</summary>
    private static byte[] UNet(Func<LayeredNetwork, string, string, string> fit, int width = 4)
    {
        var net = new LayeredNetwork(1, 5, isPositive: false);
        var skips = new Stack<string>();
        var tensor = net.Apply("Relu", net.Conv("input", 1, width, 3));
        for (var level = 0; level < 3; level++)
        {
            skips.Push(tensor);
            tensor = net.Apply("Relu", net.Conv(net.Pool(tensor, 2), width, width, 3));
        }

        while (skips.TryPop(out var skip))
        {
            tensor = fit(net, net.ConvTranspose(tensor, width, width, 2, 2), skip);
            tensor = net.Apply("Relu", net.Conv(net.Concat(skip, tensor), 2 * width, width, 3));
        }

        return Scores(net, net.Conv(tensor, width, 1, 1));
    }

    private static byte[] Scores(LayeredNetwork net, string from)
    {
        net.Builder.Constant("scale", [1], 0.013f);
        return net.Build(net.Bands01(net.Apply("Mul", from, "scale"), Classes), Classes);
    }

    private static byte[] Optimized(byte[] network, GraphOptimizationLevel level)
    {
        var folder = Directory.CreateTempSubdirectory("rasteranalysis-optimised-");
        try
        {
            var path = Path.Combine(folder.FullName, "network.onnx");
            using var options = new SessionOptions { GraphOptimizationLevel = level, OptimizedModelFilePath = path, LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR };
            using (new InferenceSession(network, options))
            {
                return File.ReadAllBytes(path);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static byte[] Package(byte[] network, int size) =>
        TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes), ("ImageHeight", size), ("ImageWidth", size)), network);

    // blobs of several sizes and some noise
    private static byte Value(int band, int row, int column) => (byte)(
        127 + (60 * Math.Sin((row * 0.05 * (band + 1)) + (column * 0.021))) + (40 * Math.Cos((column * 0.13) - (row * 0.07)))
        + ((uint)((row * 7919) ^ (column * 104729)) * 2654435761u >> 27));
}
