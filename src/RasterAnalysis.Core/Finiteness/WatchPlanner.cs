using RasterAnalysis.Inference;
using RasterAnalysis.Locality;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Quantization;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Finiteness;

/// <summary>Decides which nodes of a network are looked at for NaN and infinity. Most networks have none, and then nothing of them is changed.</summary>
public static class WatchPlanner
{
    // the first version with IsNaN
    private const long LeastOpset = 9;

    // To have tensors given out, the file is taken into memory whole beside what ONNX Runtime makes of it.
    private const long LargestFile = 1L << 30;

    /// <summary>Plans.</summary>
    /// <param name="path">The network's file.</param>
    /// <param name="model">Its graph.</param>
    /// <param name="network">How it is fed and read.</param>
    /// <param name="narrowing">How it is cut; null for as it is.</param>
    /// <param name="tiling">The job's tiles.</param>
    /// <param name="quantization">How it is quantised: bytes hide what is no number, and tensors have other names; null for as it is.</param>
    /// <returns>Null where there is nothing to look at.</returns>
    public static NetworkWatch? TryPlan(string path, OnnxModel model, NetworkProfile network, NetworkNarrowing? narrowing, TilingPlan tiling, NetworkQuantization? quantization = null)
    {
        try
        {
            return Plan(path, model, network, narrowing, tiling, quantization);
        }
        catch (Exception exception) when (exception is not (OutOfMemoryException or IOException))
        {
            // whatever is wrong with a rule, the network can still be run
            return null;
        }
    }

    private static NetworkWatch? Plan(string path, OnnxModel model, NetworkProfile network, NetworkNarrowing? narrowing, TilingPlan tiling, NetworkQuantization? quantization)
    {
        if (quantization is not null)
        {
            var file = narrowing is null ? File.ReadAllBytes(path) : NarrowedModel.Write(File.ReadAllBytes(path), narrowing.Cuts);
            file = quantization.Write(file, Path.GetDirectoryName(path)!, [network.OutputName]);
            using var stream = new MemoryStream(file, writable: false);
            return Find(OnnxModelReader.Read(stream), network, tiling) is { Nodes.Count: > 0 } watch ? watch : null;
        }

        if (model.Opset < LeastOpset || Find(model, network, tiling) is not { Nodes.Count: > 0 } found || new FileInfo(path).Length > LargestFile)
        {
            return null;
        }

        if (narrowing is null && !found.HasInlined)
        {
            return HasOwnOperators(model) ? found : null;
        }

        // tensors of functions, and their shapes once the network is cut, are those of the file that is written
        using var written = new MemoryStream(NarrowedModel.Write(File.ReadAllBytes(path), narrowing?.Cuts ?? []), writable: false);
        return Find(OnnxModelReader.Read(written), network, tiling) is { Nodes.Count: > 0 } rewritten ? rewritten with { HasInlined = found.HasInlined } : null;
    }

    /// <summary>Finds the nodes of a graph.</summary>
    internal static NetworkWatch? Find(OnnxModel model, NetworkProfile network, TilingPlan tiling)
    {
        var hiding = new HidingNodes(model.Graph, network.OutputName);
        var batch = network.FixedBatch ?? 2;
        if (!model.Graph.Nodes.Any(node => IsSuspect(node, hiding))
            || LocalityInspector.TryAnalyzeAt(model, network.InputName, network.InputLayout, (batch, network.Bands, tiling.TileHeight, tiling.TileWidth)) is not { } facts)
        {
            return null;
        }

        var traits = new TraitRules(facts);
        var watched = new WatchedNodes(facts, batch, hiding);
        traits.NoteInput(network.InputName, network.InputType is TensorElementType.Float or TensorElementType.Float16 or TensorElementType.Double);
        foreach (var constant in model.Graph.Initializers.Values)
        {
            traits.Note(constant);
        }

        var mayRewrite = MayRewrite(model);
        foreach (var node in model.Graph.Nodes)
        {
            traits.Note(node);
            var isFloat = node.Outputs is [var output, ..] && traits[output].HasFlag(TensorTraits.Float);
            watched.Note(node, isFloat && (!node.IsInlined || mayRewrite) ? NodeHazard.Of(node, traits) : default);
        }

        return new NetworkWatch(watched.Nodes, model.Opset, watched.HasInlined);
    }

    /// <summary>Whether a node may have a hazard, as long as nothing is known of signs.</summary>
    private static bool IsSuspect(OnnxNode node, HidingNodes hiding) =>
        node is { Domain: "", OpType: "Div" or "Reciprocal" or "Sqrt" or "Log" or "ReduceLogSum" or "Pow" or "Acos" or "Asin" or "Acosh" or "Atanh" or "Mod" or "Softmax" or "LogSoftmax" }
        && node.Outputs.Any(hiding.IsNeeded);

    /// <summary>Whether the nodes of functions can be written where they are called; see <see cref="NarrowingPlanner"/>.</summary>
    private static bool MayRewrite(OnnxModel model) =>
        model.Graph.Nodes.All(node => node.Attributes.All(attribute => attribute.Graph is null) && (node.Opset is not { } own || own == model.Opset));

    private static bool HasOwnOperators(OnnxModel model) => OperatorSet.VersionOf(model.OperatorSets, "") >= LeastOpset;
}
