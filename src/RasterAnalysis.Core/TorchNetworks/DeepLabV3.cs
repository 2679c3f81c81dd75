using RasterAnalysis.Checkpoints;

namespace RasterAnalysis.TorchNetworks;

/// <summary>
/// torchvision's <c>DeepLabV3</c> over a residual network of bottlenecks (<c>deeplabv3_resnet50</c>, <c>deeplabv3_resnet101</c>), which arcgis.learn's <c>DeepLab</c> is: the last two stages
/// are dilated rather than halved, and four views of the result and its mean over the whole image are looked at together. The second head, which only training uses, is left aside.
/// </summary>
/// <param name="graph">The network that is built.</param>
/// <param name="weights">The weights.</param>
internal sealed class DeepLabV3(TorchGraph graph, StateDictionary weights)
{
    // of torchvision's DeepLabHead
    private static readonly int[] Rates = [12, 24, 36];
    private static readonly string[] Stages = ["backbone.layer1.", "backbone.layer2.", "backbone.layer3.", "backbone.layer4."];

    /// <summary>Whether weights are those of such a network, by the names of its outermost parts.</summary>
    public static bool IsOne(StateDictionary weights) => weights.Has("backbone.conv1.weight") && weights.HasAny("classifier.0.convs.");

    /// <summary>Builds it.</summary>
    /// <returns>The scores, the name for people, and the bands that go in.</returns>
    /// <exception cref="CheckpointFormatException">A weight is missing, or of another shape.</exception>
    public (Feature Scores, string Name, long Bands) Build()
    {
        var encoder = new ResNet(graph, weights, "backbone.conv1", "backbone.bn1", Stages);
        var image = graph.Input(encoder.Bands);
        var x = encoder.Stage(graph.MaxPool(encoder.Stem(image)), 0, stride: 1);
        x = encoder.Stage(x, 1, stride: 2);
        x = encoder.Stage(x, 2, stride: 1, firstDilation: 1, dilation: 2);
        x = encoder.Stage(x, 3, stride: 1, firstDilation: 2, dilation: 4);
        x = Pyramid(x);
        x = Step(x, "classifier.1", "classifier.2");
        x = graph.ResizeBilinear(graph.Convolve(x, "classifier.4"), image);
        weights.LeaveAside("aux_classifier.");
        return (x, $"DeepLabV3 of torchvision over {encoder.Name}", image.Channels);
    }

    /// <summary>Atrous spatial pyramid pooling (<c>ASPP</c>).</summary>
    private Feature Pyramid(Feature x)
    {
        const string Name = "classifier.0.convs";
        List<Feature> views = [Step(x, $"{Name}.0.0", $"{Name}.0.1")];
        views.AddRange(Rates.Index().Select(view => Step(x, $"{Name}.{view.Index + 1}.0", $"{Name}.{view.Index + 1}.1", view.Item)));
        views.Add(graph.Spread(Step(graph.GlobalMean(x), $"{Name}.4.1", $"{Name}.4.2"), x));
        return Step(graph.Concat([.. views]), "classifier.0.project.0", "classifier.0.project.1");
    }

    private Feature Step(Feature x, string convolution, string norm, int dilation = 1) => graph.Relu(graph.BatchNorm(graph.Convolve(x, convolution, 1, dilation), norm));
}
