using System.Globalization;
using RasterAnalysis.Checkpoints;

namespace RasterAnalysis.TorchNetworks;

/// <summary>
/// The U-Net of arcgis.learn's <c>UnetClassifier</c>: fastai 1's <c>DynamicUnet</c> over a residual network. Which of its kinds it is (weight norm, batch norm or none, a last cross with or
/// without a bottleneck) is told by the names of its weights. That its shuffles are not blurred is not: fastai blurs them where it is asked to, which arcgis.learn does not, and up to 1.0.56
/// always.
/// </summary>
/// <param name="graph">The network that is built.</param>
/// <param name="weights">The weights.</param>
internal sealed class DynamicUNet(TorchGraph graph, StateDictionary weights)
{
    private const string Root = "layers.";
    private const int Middle = 3;
    private const int FirstUp = 4;
    private const int LastShuffle = 8;
    private static readonly string[] Stages = ["layers.0.4.", "layers.0.5.", "layers.0.6.", "layers.0.7."];

    /// <summary>Whether weights are those of such a network, by the names of its outermost parts.</summary>
    public static bool IsOne(StateDictionary weights) => weights.Has("layers.0.0.weight") && weights.HasAny("layers.3.") && weights.HasAny("layers.4.shuf.");

    /// <summary>Builds it.</summary>
    /// <returns>The scores, the name for people, and the bands that go in.</returns>
    /// <exception cref="CheckpointFormatException">A weight is missing, or of another shape.</exception>
    public (Feature Scores, string Name, long Bands) Build()
    {
        var encoder = new ResNet(graph, weights, "layers.0.0", "layers.0.1", Stages);
        var image = graph.Input(encoder.Bands);
        var stem = encoder.Stem(image);
        var first = encoder.Stage(graph.MaxPool(stem), 0, stride: 1);
        var second = encoder.Stage(first, 1, stride: 2);
        var third = encoder.Stage(second, 2, stride: 2);
        var x = graph.Relu(graph.BatchNorm(encoder.Stage(third, 3, stride: 2), "layers.1"));
        x = Layer(Layer(x, $"{Root}{Middle}.0"), $"{Root}{Middle}.1");
        foreach (var (number, skip) in new[] { third, second, first, stem }.Index())
        {
            x = Up(x, skip, string.Create(CultureInfo.InvariantCulture, $"{Root}{FirstUp + number}"));
        }

        x = graph.ResizeNearest(Shuffle(x, $"{Root}{LastShuffle}"), image);
        var last = Last();
        if (last - 1 > LastShuffle && weights.HasAny($"{Root}{last - 1}."))
        {
            // the last cross: the image itself beside what was made of it, and a residual block over both
            x = graph.Concat(x, image);
            x = graph.Add(Layer(Layer(x, $"{Root}{last - 1}.layers.0"), $"{Root}{last - 1}.layers.1"), x);
        }

        return (Layer(x, $"{Root}{last}", isActive: false), $"a U-Net of fastai over {encoder.Name}", image.Channels);
    }

    /// <summary>The number of the last layer: behind the shuffle come, with or without a number of their own, a resize, the cross and its block.</summary>
    private int Last()
    {
        var last = weights.Names.Where(name => name.StartsWith(Root, StringComparison.Ordinal)).Max(NumberOf);
        return last is > LastShuffle and <= LastShuffle + 4
            ? last : throw new CheckpointFormatException($"A U-Net of fastai has its last convolution at '{Root}{LastShuffle + 1}' to '{Root}{LastShuffle + 4}', this one at '{Root}{last}'.");
    }

    private static int NumberOf(string name) => int.TryParse(name[Root.Length..].Split('.')[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>A step up (<c>UnetBlock</c>): twice the size, beside what the encoder had at that size.</summary>
    private Feature Up(Feature x, Feature skip, string name)
    {
        var larger = graph.ResizeNearest(Shuffle(x, $"{name}.shuf"), skip);
        var both = graph.Relu(graph.Concat(larger, graph.BatchNorm(skip, $"{name}.bn")));
        return Layer(Layer(both, $"{name}.conv1"), $"{name}.conv2");
    }

    private Feature Shuffle(Feature x, string name) => graph.PixelShuffle(graph.Relu(Layer(x, $"{name}.conv", isActive: false)));

    /// <summary>A layer of convolution, ReLU and, where it is stored, batch norm, in this order (<c>conv_layer</c>).</summary>
    private Feature Layer(Feature x, string name, bool isActive = true)
    {
        x = graph.Convolve(x, $"{name}.0");
        x = isActive ? graph.Relu(x) : x;
        var norm = isActive ? $"{name}.2" : $"{name}.1";
        return weights.Has($"{norm}.running_mean") ? graph.BatchNorm(x, norm) : x;
    }
}
