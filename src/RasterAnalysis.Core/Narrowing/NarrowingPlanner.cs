using RasterAnalysis.Inference;
using RasterAnalysis.Locality;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Narrowing;

/// <summary>Decides where a network can be cut to what the cores of its tiles need.</summary>
public static class NarrowingPlanner
{
    // Larger files would have to be taken into memory whole, beside what ONNX Runtime makes of them.
    private const long LargestFile = 256L << 20;

    // Slices are copies; less than this is not worth them.
    private const double MostWorkLeft = 0.97;

    // The first opset whose Slice takes its ends as inputs.
    private const long LeastOpset = 10;

    /// <summary>Plans.</summary>
    /// <param name="path">The network's file.</param>
    /// <param name="model">Its graph.</param>
    /// <param name="network">How it is fed and read.</param>
    /// <param name="tiling">The job's tiles; they must be exact.</param>
    /// <returns>
    /// Null where nothing is gained, or where it is not certain that no pixel would change: the cut network is written, read again and analysed, and must be
    /// found to depend on the very same pixels.
    /// </returns>
    public static NetworkNarrowing? TryPlan(string path, OnnxModel model, NetworkProfile network, TilingPlan tiling)
    {
        if (network is not { Crop: 0, OutputStride: 1, Locality: { IsLocal: true, Radius: > 0 and var radius } } || tiling.Padding < radius
            || tiling.TileWidth != tiling.TileHeight || model.Opset < LeastOpset || model.Graph.Nodes.Any(node => HasSubgraph(node) || IsBlocked(node) || HasOtherOpset(node, model))
            || new FileInfo(path).Length > LargestFile || Analyze(model.WithOutput(network.OutputName), network, tiling) is not { } before || before.Breaks.Count > 0)
        {
            return null;
        }

        var cutter = new GraphCutter(model.Graph, before, network.OutputName, tiling);
        return cutter.Cut() is { } cuts && cuts.Count > 0 ? Check(path, network, tiling, before, cuts, cutter.OutputCrop) : null;
    }

    private static NetworkNarrowing? Check(
        string path, NetworkProfile network, TilingPlan tiling, LocalityFacts before, IReadOnlyList<NetworkCut> cuts, int crop)
    {
        using var written = new MemoryStream(NarrowedModel.Write(File.ReadAllBytes(path), cuts), writable: false);
        if (Analyze(OnnxModelReader.Read(written).WithOutput(network.OutputName), network, tiling) is not { } after || after.Breaks.Count > 0
            || !after.Outputs.TryGetValue(network.OutputName, out var output))
        {
            return null;
        }

        var whole = before.Outputs[network.OutputName];
        var isSame = !output.IsLost && ((ImageAxis[])[ImageAxis.Rows, ImageAxis.Columns]).All(axis =>
            LengthOf(output, axis) == LengthOf(whole, axis) - (2 * crop)
            && output.Reach(axis) is var reach && whole.Reach(axis) is var old
            && reach.Step == old.Step && reach.Low == old.Low + crop && reach.High == old.High + crop);
        var left = after.Work / before.Work;
        return isSame && left <= MostWorkLeft ? new NetworkNarrowing(crop, cuts, Math.Round(left, 4)) : null;
    }

    private static LocalityFacts? Analyze(OnnxModel model, NetworkProfile network, TilingPlan tiling) => LocalityInspector.TryAnalyzeAt(
        model, network.InputName, network.InputLayout, (network.FixedBatch ?? 1, network.Bands, tiling.TileHeight, tiling.TileWidth));

    private static bool HasSubgraph(OnnxNode node) => node.Attributes.Any(attribute => attribute.Graph is not null);

    // Slice does not know of channels in blocks
    private static bool IsBlocked(OnnxNode node) => node.Domain == "com.microsoft.nchwc";

    // a function may be written for another version of the operators, which the graph that it is put into cannot name
    private static bool HasOtherOpset(OnnxNode node, OnnxModel model) => node.Opset is { } own && own != model.Opset;

    private static int LengthOf(TensorFact fact, ImageAxis image) =>
        Enumerable.Range(0, fact.Axes.Count).Where(axis => fact.PureImageAxis(axis) == image).Select(axis => TensorFact.LengthOf(fact.Axes[axis])).FirstOrDefault();
}
