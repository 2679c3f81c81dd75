using RasterAnalysis.Onnx;

namespace RasterAnalysis.PixelNetworks;

/// <summary>Tells networks over pixels from networks over images, and finds what they give (<c>docs/reference/model-packages.md#networks-over-pixels</c>).</summary>
internal static class PixelNetworkReader
{
    private const string MachineLearning = "ai.onnx.ml.";
    private const int MostPassing = 64;
    private const int MostOutputs = 64;

    // what these return is what they take, in another type or shape
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal) { "Identity", "Cast", "Reshape", "Squeeze", "Unsqueeze", "Flatten" };

    // whose scores or columns stand for the same classes as those that they are made of
    private static readonly HashSet<string> Rescaling = new(StringComparer.Ordinal) { "Identity", "Cast", "Softmax", "LogSoftmax", "Sigmoid", MachineLearning + "Normalizer" };

    private static readonly HashSet<string> Classifiers = new(StringComparer.Ordinal)
    {
        MachineLearning + "TreeEnsembleClassifier", MachineLearning + "LinearClassifier", MachineLearning + "SVMClassifier",
    };

    /// <summary>Reads a network.</summary>
    /// <param name="model">The network.</param>
    /// <param name="outputName">The output to read; null to have it chosen: labels first, then scores.</param>
    /// <returns>Null for a network whose input has not two axes.</returns>
    /// <exception cref="OnnxFormatException">It gives neither a label nor scores for each row, or has no such output.</exception>
    public static PixelNetwork? TryRead(OnnxModel model, string? outputName)
    {
        var graph = model.Graph;
        if (graph.Inputs is not [var name] || !graph.Declared.TryGetValue(name, out var input) || input.Dimensions is not { Count: 2 })
        {
            return null;
        }

        var makers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            foreach (var output in node.Outputs)
            {
                makers[output] = node;
            }
        }

        var found = graph.Outputs.Take(MostOutputs).Select(output => Output(graph, makers, input, output)).OfType<PixelNetwork>().ToArray();
        var asked = outputName is null ? found : [.. found.Where(network => network.Output == outputName)];
        return asked.FirstOrDefault(network => network.Kind != PixelOutput.Scores) ?? asked.FirstOrDefault() ?? throw new OnnxFormatException(outputName is null
            ? $"The network takes rows of bands ('{name}') and gives {string.Join(", ", graph.Outputs.Take(MostOutputs))}, of which none is a label or a row of scores for each."
            : $"OutputName is '{outputName}', but what the network gives for each row is: {string.Join(", ", found.Select(network => network.Output))}.");
    }

    private static PixelNetwork? Output(OnnxGraph graph, Dictionary<string, OnnxNode> makers, OnnxValue input, string name)
    {
        var declared = graph.Declared.GetValueOrDefault(name);
        var maker = makers.GetValueOrDefault(name);
        if (maker?.Operator == MachineLearning + "ZipMap")
        {
            return new PixelNetwork(input, name, maker.Input(0), PixelOutput.Scores, LabelsOf(maker) ?? LabelsBehind(makers, maker.Input(0)));
        }

        if (declared is { IsSequence: true } or { Dimensions.Count: > 2 })
        {
            return null;
        }

        var isLabel = declared is { ElementType: > 0 } ? !declared.IsFloat : maker is not null && Classifiers.Contains(maker.Operator) && maker.Outputs[0] == name;
        return isLabel ? Label(graph, makers, input, name) : new PixelNetwork(input, name, name, PixelOutput.Scores, LabelsBehind(makers, name));
    }

    private static PixelNetwork Label(OnnxGraph graph, Dictionary<string, OnnxNode> makers, OnnxValue input, string name)
    {
        var isText = graph.Declared.GetValueOrDefault(name)?.ElementType == OnnxValue.Text;
        var (tensor, chain) = (name, new List<OnnxNode>());
        while (chain.Count < MostPassing && makers.TryGetValue(tensor, out var node))
        {
            if (Classifiers.Contains(node.Operator) && node.Outputs[0] == tensor && LabelsOf(node) is { } labels && !node.IsInlined && node.Source is not null
                && graph.Nodes.Where(user => !chain.Contains(user)).All(user => !user.Inputs.Any(given => given == tensor || chain.Any(passed => passed.Outputs.Contains(given)))))
            {
                return new PixelNetwork(input, name, tensor, labels.Texts is null ? PixelOutput.Label : PixelOutput.TextLabel, labels) { Classifier = node };
            }

            if (!Passing.Contains(node.Operator))
            {
                break;
            }

            chain.Add(node);
            tensor = node.Input(0);
        }

        // the scores' labels, where the file lists them with those
        var known = graph.Nodes.Where(node => node.Operator == MachineLearning + "ZipMap").Select(LabelsOf).FirstOrDefault(labels => labels is not null);
        return new PixelNetwork(input, name, name, isText ? PixelOutput.TextLabel : PixelOutput.Label, known is not null && known.Texts is not null == isText ? known : null);
    }

    private static PixelLabels? LabelsBehind(Dictionary<string, OnnxNode> makers, string tensor)
    {
        for (var i = 0; i < MostPassing && makers.TryGetValue(tensor, out var node); i++)
        {
            if (Classifiers.Contains(node.Operator))
            {
                return LabelsOf(node);
            }

            if (!Rescaling.Contains(node.Operator))
            {
                return null;
            }

            tensor = node.Input(0);
        }

        return null;
    }

    private static PixelLabels? LabelsOf(OnnxNode node)
    {
        var numbers = node.Ints("classlabels_int64s") ?? node.Ints("classlabels_ints");
        var texts = node.Attribute("classlabels_strings")?.Texts;
        return texts is { Count: > 0 } ? new PixelLabels(null, texts) : numbers is { Count: > 0 } ? new PixelLabels(numbers, null) : null;
    }
}
