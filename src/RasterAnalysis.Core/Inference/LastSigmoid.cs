using RasterAnalysis.Models;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>
/// Finds the sigmoid with which a network of several channels ends. The classes are decided on what goes into it: a sigmoid of 32 bits is 0 or 1 for many scores that differ, ONNX Runtime's
/// from −18 down, and then the first class would win.
/// </summary>
public static class LastSigmoid
{
    // sigmoids of 16 bits have no more
    private const float Tolerance = 1e-2f;

    // what these return is what they take, laid out otherwise
    private static readonly HashSet<string> Layouts = new(StringComparer.Ordinal) { "Identity", "Transpose", "Reshape", "Squeeze", "Unsqueeze", "Flatten" };

    /// <summary>The tensor to read rather than the output.</summary>
    /// <param name="session">The network.</param>
    /// <param name="model">Its graph.</param>
    /// <param name="network">How it is read as it is.</param>
    /// <returns>Null where the network has one channel, does not end in a sigmoid, or in several.</returns>
    public static LogitTensor? Find(INetworkSession session, OnnxModel model, NetworkProfile network) =>
        network is { OutputKind: OutputKind.Scores, Logits: null } && Taken(model.Graph, network.OutputName) is [var only]
            ? new LogitTensor(only, session.Signature.Outputs.First(output => output.Name == network.OutputName).ElementType) : null;

    /// <summary>Whether every score is a probability by itself.</summary>
    public static bool Ends(OnnxGraph graph, string output) => Taken(graph, output) is { Length: > 0 };

    /// <summary>How a network is read by a tensor of its own that is given out beside its outputs.</summary>
    /// <param name="session">The network with that tensor; it is run twice.</param>
    /// <param name="definition">The model definition.</param>
    /// <param name="asIs">How it is read as it is.</param>
    /// <param name="logits">The tensor.</param>
    /// <returns>Null where the tensor turns out not to be what the graph says, or not to lie as an image.</returns>
    public static NetworkProfile? TryProfile(INetworkSession session, ModelDefinition definition, NetworkProfile asIs, LogitTensor logits)
    {
        int Side(int? only) => only ?? (asIs.Locality?.Stride ?? 1) * Math.Max(1, NetworkProfiler.DefaultTileSize / (asIs.Locality?.Stride ?? 1));
        var shape = new TrialShape(asIs.InputLayout, asIs.FixedBatch ?? 1, asIs.Bands, Side(asIs.FixedHeight), Side(asIs.FixedWidth));
        var pixels = shape.Pixels([.. Enumerable.Range(0, shape.Batch)]);
        try
        {
            var probabilities = ChannelsFirst(session.Run(pixels, shape.Dimensions, asIs.OutputName), asIs.OutputLayout, asIs.Channels, shape.Batch);
            var output = session.Run(pixels, shape.Dimensions, logits.Name);
            if (OutputAxes.Of(output.Dimensions, shape, definition) is not { } axes || axes.Channels != asIs.Channels || output.Values.Length != probabilities.Length)
            {
                return null;
            }

            var scores = ChannelsFirst(output, axes.Layout, axes.Channels, shape.Batch);
            var isIt = scores.Zip(probabilities).All(pair => !float.IsFinite(pair.First) || Math.Abs(Logistic.Sigmoid(pair.First) - pair.Second) < Tolerance);
            return isIt ? asIs with { OutputName = logits.Name, OutputLayout = axes.Layout, AreProbabilities = false, Logits = logits } : null;
        }
        catch (InferenceException)
        {
            // it is read as it is
            return null;
        }
    }

    /// <summary>A copy of an output with the channels before the pixels.</summary>
    private static float[] ChannelsFirst(NetworkOutput output, TensorLayout layout, int channels, int batch)
    {
        var values = output.Values.ToArray();
        var perTile = values.Length / batch;
        var pixels = perTile / channels;
        return layout == TensorLayout.Nchw ? values : [.. values.Select((_, i) => values[(i / perTile * perTile) + (i % pixels * channels) + (i % perTile / pixels)])];
    }

    /// <summary>What the sigmoids take of which an output is made; null where it is made of something else too.</summary>
    private static string[]? Taken(OnnxGraph graph, string output)
    {
        var makers = new Dictionary<string, OnnxNode>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            foreach (var name in node.Outputs)
            {
                makers[name] = node;
            }
        }

        return Taken(makers, output, makers.Count);
    }

    private static string[]? Taken(Dictionary<string, OnnxNode> makers, string tensor, int most)
    {
        if (most < 0 || !makers.TryGetValue(tensor, out var node) || node.Domain.Length > 0)
        {
            return null;
        }

        if (node.OpType == "Sigmoid")
        {
            return [node.Input(0)];
        }

        if (Layouts.Contains(node.OpType))
        {
            return Taken(makers, node.Input(0), most - 1);
        }

        var parts = node.OpType == "Concat" ? node.Inputs.Select(input => Taken(makers, input, most / Math.Max(1, node.Inputs.Count) - 1)).ToArray() : [null];
        return parts.Contains(null) ? null : [.. parts.SelectMany(part => part!)];
    }
}
