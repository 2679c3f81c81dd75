namespace RasterAnalysis.TorchNetworks;

/// <summary>A residual network without its head, by the names of torchvision (<c>torchvision/models/resnet.py</c>): a stem and four stages of basic or of bottleneck blocks.</summary>
/// <param name="graph">The network that it is a part of.</param>
/// <param name="weights">The weights.</param>
/// <param name="stem">Name of the first convolution.</param>
/// <param name="norm">Name of the batch norm behind it.</param>
/// <param name="stages">How the names of the blocks of each stage begin.</param>
internal sealed class ResNet(TorchGraph graph, StateDictionary weights, string stem, string norm, IReadOnlyList<string> stages)
{
    /// <summary>Its name, by its blocks.</summary>
    public string Name => (IsBottleneck, string.Join(',', stages.Select(weights.CountOf))) switch
    {
        (false, "2,2,2,2") => "ResNet-18",
        (false, "3,4,6,3") => "ResNet-34",
        (true, "3,4,6,3") => "ResNet-50",
        (true, "3,4,23,3") => "ResNet-101",
        (true, "3,8,36,3") => "ResNet-152",
        var (_, blocks) => $"a ResNet of {blocks} blocks",
    };

    /// <summary>Bands that it takes.</summary>
    public long Bands => weights.ShapeOf($"{stem}.weight", 4)[1];

    private bool IsBottleneck => weights.Has($"{stages[0]}0.conv3.weight");

    /// <summary>The stem: half the size.</summary>
    public Feature Stem(Feature image) => graph.Relu(graph.BatchNorm(graph.Convolve(image, stem, stride: 2), norm));

    /// <summary>A stage.</summary>
    /// <param name="x">What goes in.</param>
    /// <param name="number">Its number, from 0.</param>
    /// <param name="stride">Of its first block: 2 halves the size.</param>
    /// <param name="firstDilation">Of its first block.</param>
    /// <param name="dilation">Of the others.</param>
    public Feature Stage(Feature x, int number, int stride, int firstDilation = 1, int dilation = 1)
    {
        var count = weights.CountOf(stages[number]);
        for (var block = 0; block < Math.Max(1, count); block++)
        {
            x = Block(x, $"{stages[number]}{block}", block == 0 ? stride : 1, block == 0 ? firstDilation : dilation);
        }

        return x;
    }

    private Feature Block(Feature x, string name, int stride, int dilation)
    {
        Feature result;
        if (IsBottleneck)
        {
            var narrow = graph.Relu(graph.BatchNorm(graph.Convolve(x, $"{name}.conv1"), $"{name}.bn1"));
            var middle = graph.Relu(graph.BatchNorm(graph.Convolve(narrow, $"{name}.conv2", stride, dilation), $"{name}.bn2"));
            result = graph.BatchNorm(graph.Convolve(middle, $"{name}.conv3"), $"{name}.bn3");
        }
        else
        {
            var first = graph.Relu(graph.BatchNorm(graph.Convolve(x, $"{name}.conv1", stride, dilation), $"{name}.bn1"));
            result = graph.BatchNorm(graph.Convolve(first, $"{name}.conv2", 1, dilation), $"{name}.bn2");
        }

        var shortcut = weights.HasAny($"{name}.downsample.") ? graph.BatchNorm(graph.Convolve(x, $"{name}.downsample.0", stride), $"{name}.downsample.1") : x;
        return graph.Relu(graph.Add(result, shortcut));
    }
}
