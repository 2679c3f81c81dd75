using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.OnnxRuntime.Tests;

/// <summary>Networks that were exported as they are trained: what depends on all that is run at once is said, what draws random numbers is refused.</summary>
public sealed class TrainingModeTests
{
    [Theory]
    [InlineData(9, 5)]
    [InlineData(13, 5)]
    [InlineData(15, 3)]
    public void Batch_normalisation_in_training_mode_is_named_and_told_how_to_mend(int opset, int outputs)
    {
        var builder = Start(opset).Constant("one", [1], 1f).Constant("zero", [1], 0f)
            .Node(
                "BatchNormalization", ["input", "one", "zero", "zero", "one"], ["y", .. Enumerable.Range(1, outputs - 1).Select(i => $"o{i}")],
                opset >= 14 ? [("training_mode", 1L)] : []);

        var locality = Profile(Finish(builder)).Locality!;

        var node = Assert.Single(locality.Breaks);
        Assert.StartsWith("BatchNormalization '", node.Node, StringComparison.Ordinal);
        Assert.Contains("inference mode", node.Reason, StringComparison.Ordinal);
        Assert.Equal((false, true), (locality.IsLocal, locality.MixesTiles));
    }

    [Theory]
    [InlineData(9)]
    [InlineData(15)]
    public void Batch_normalisation_in_inference_mode_is_exact(int opset)
    {
        var builder = Start(opset).Constant("one", [1], 1f).Constant("zero", [1], 0f).Node("BatchNormalization", ["input", "one", "zero", "zero", "one"], "y");

        Assert.True(Profile(Finish(builder)).Locality!.IsLocal);
    }

    [Theory]
    [InlineData(true, 0.5f)]
    [InlineData(false, 0.5f)]
    [InlineData(true, 0f)]
    public void Dropout_that_drops_is_refused_and_other_dropout_is_exact(bool isTraining, float ratio)
    {
        var builder = Start(13).Constant("ratio", [], ratio).Node("Constant", [], "training", ("value", isTraining)).Node("Dropout", ["input", "ratio", "training"], "y");

        if (isTraining && ratio > 0)
        {
            var exception = Assert.Throws<ModelPackageException>(() => Profile(Finish(builder)));
            Assert.Contains("Dropout 'Dropout_1' drops values at random", exception.Message, StringComparison.Ordinal);
            Assert.Contains("inference mode", exception.Message, StringComparison.Ordinal);
        }
        else
        {
            Assert.True(Profile(Finish(builder)).Locality!.IsLocal);
        }
    }

    [Fact]
    public void Random_numbers_are_refused_where_the_classes_depend_on_them_and_nowhere_else()
    {
        var bad = Start(13).Node("RandomNormalLike", ["input"], "noise").Node("Add", ["input", "noise"], "y");
        var good = Start(13).Node("RandomNormalLike", ["input"], "noise").Node("Add", ["input", "noise"], "aside").Node("Relu", ["input"], "y");

        Assert.Contains("RandomNormalLike", Assert.Throws<ModelPackageException>(() => Profile(Finish(bad))).Message, StringComparison.Ordinal);
        Assert.NotNull(Profile(Finish(good)).Locality);
    }

    [Theory]
    [InlineData(9, true)]
    [InlineData(9, false)]
    [InlineData(15, true)]
    [InlineData(15, false)]
    public void Batch_normalisation_in_training_mode_gives_the_same_in_every_run_by_mean_and_deviation_of_what_is_run(int opset, bool isShared)
    {
        string[] names = isShared ? ["one", "zero", "zero", "one"] : ["scale", "bias", "mean", "variance"];
        var builder = Start(opset);
        foreach (var name in names.Distinct())
        {
            builder.Constant(name, [1], name is "one" or "scale" or "variance" ? 1f : 0f);
        }

        builder.Node("BatchNormalization", ["input", .. names], ["y", .. Enumerable.Range(1, opset >= 14 ? 2 : 4).Select(i => $"o{i}")], opset >= 14 ? [("training_mode", 1L)] : []);

        AssertNormalizesWhatIsRun(Finish(builder));
    }

    [Fact]
    public void Batch_normalisation_in_training_mode_in_a_function_does_too() => AssertNormalizesWhatIsRun(Finish(Start(15).Constant("one", [1], 1f).Constant("zero", [1], 0f)
        .Function(new OnnxFunctionBuilder("own", "Norm", ["x", "s", "b"], ["n"])
            .Node("BatchNormalization", ["x", "s", "b", "b", "s"], ["n", "mean", "variance"], ("training_mode", 1L)))
        .Call("own", "Norm", ["input", "one", "zero"], ["y"])));

    private static void AssertNormalizesWhatIsRun(byte[] network)
    {
        using var file = new NetworkFile(network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        float[] input = [2, 3, 5, 7, 11, 13, 17, 19, 23];
        var mean = input.Average();
        var deviation = Math.Sqrt(input.Average(value => (value - mean) * (value - mean)) + 1e-5);

        for (var run = 0; run < 3; run++)
        {
            var scores = session.Run(input, [1, 1, 3, 3], "output").Values.ToArray();

            Assert.All(input.Index(), value => Assert.Equal((value.Item - mean) / deviation, scores[value.Index], 5));
        }
    }

    private static OnnxModelBuilder Start(int opset) => new OnnxModelBuilder(opset).Input("input", OnnxType.Float, "n", 1, "h", "w").Output("output", OnnxType.Float, "n", 2, "h", "w");

    private static byte[] Finish(OnnxModelBuilder builder) =>
        builder.Constant("weights", [2, 1, 1, 1], 1f, -1f).Node("Conv", ["y", "weights"], "output").Build();

    private static NetworkProfile Profile(byte[] network)
    {
        using var file = new NetworkFile(network);
        using var session = OnnxNetworkSession.Load(new NetworkLoad(file.Path, ProcessorType.Cpu), new OnnxRuntimeOptions(), []);
        return NetworkProfiler.Profile(
            session, OnnxModelReader.Read(file.Path), ModelDefinitionParser.Parse(TestPackages.Definition(TestPackages.NumberedClasses(2)), "model.emd"), []);
    }
}
