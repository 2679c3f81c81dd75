using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// Decides which nodes of a network compute in fewer bits. In bytes these are convolutions but the first ones, which see the values of the raster, and the last ones, whose differences decide; sums
/// and concatenations of what comes of them; and nodes between that only pass numbers on. In 16 bits all compute that lose little so, but the last ones.
/// </summary>
public static class QuantizationPlanner
{
    // the first version of ONNX's operators with the convolution over bytes that ONNX Runtime makes
    private const long LeastOpset = 10;

    // the first version whose additions know what is broadcast without being told
    private const long LeastOpsetOfHalves = 7;

    /// <summary>Decides.</summary>
    /// <param name="path">The network's file.</param>
    /// <param name="network">How it is fed and read.</param>
    /// <param name="precision">What it is to compute in: <see cref="NetworkPrecision.Int8"/> or <see cref="NetworkPrecision.Float16"/>.</param>
    /// <param name="reason">Why it cannot be quantised, as the end of a sentence; empty where it can.</param>
    /// <returns>Null where it cannot.</returns>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static QuantizationDraft? TryDraft(string path, NetworkProfile network, NetworkPrecision precision, out string reason)
    {
        if (new FileInfo(path).Length > WrittenModel.LargestFile)
        {
            reason = $"its file is larger than {WrittenModel.LargestFile >> 20} MB";
            return null;
        }

        var file = WrittenModel.Flat(File.ReadAllBytes(path), out var model);
        var (least, what) = precision == NetworkPrecision.Int8 ? (LeastOpset, "nodes over bytes") : (LeastOpsetOfHalves, "nodes that are known to compute in 16 bits");
        if (model.Opset < least)
        {
            reason = $"it uses version {model.Opset} of ONNX's operators, and {what} are there from version {least} on; export it with a later one";
            return null;
        }

        if (model.Graph.Nodes.Any(node => node.Attributes.Any(attribute => attribute.Graph is not null) || (node.Opset is { } own && own != model.Opset)))
        {
            reason = "it has loops or branches, or functions of another version of the operators";
            return null;
        }

        var weights = new OnnxWeights(file, model.Graph, Path.GetDirectoryName(path)!);
        var draft = precision == NetworkPrecision.Int8
            ? DraftBytes(model, new QuantizableGraph(model, weights, [network.OutputName])) : DraftHalves(model, new HalfGraph(model, weights, [network.OutputName]));
        reason = draft.ShareOfWork.Quantized > 0 ? ""
            : precision == NetworkPrecision.Int8 ? "it has no convolution with Float32 weights between its first and its last"
            : "it has no convolution and no product of matrices with Float32 weights before its last";
        return reason.Length == 0 ? draft : null;
    }

    private static QuantizationDraft DraftBytes(OnnxModel model, QuantizableGraph graph)
    {
        var (behind, before) = (Behind(model, IsConvolution), Before(model, IsConvolution));
        var (tensors, inBytes, all, quantized) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), 0, 0);
        foreach (var unit in graph.Units)
        {
            var isConvolution = unit.Kind is QuantizableKind.Convolution or QuantizableKind.TransposedConvolution;
            all += isConvolution ? 1 : 0;
            var isWanted = unit.Kind switch
            {
                QuantizableKind.Passing => inBytes.Contains(unit.Node.Inputs[0]),

                // where it leads to no convolution it would be turned back for nothing
                QuantizableKind.Addition or QuantizableKind.Concatenation => unit.Inputs.Any(inBytes.Contains) && before.Contains(unit.Output),
                _ => behind.Contains(unit.Node.Inputs[0]) && before.Contains(unit.Output),
            };
            if (!isWanted)
            {
                continue;
            }

            quantized += isConvolution ? 1 : 0;
            inBytes.Add(unit.Output);
            if (unit.Kind != QuantizableKind.Passing)
            {
                tensors.AddRange(unit.Inputs.Append(unit.Output).Where(tensor => (tensor == unit.Output || !inBytes.Contains(tensor)) && !tensors.Contains(tensor)));
            }
        }

        return new QuantizationDraft(NetworkPrecision.Int8, tensors, (quantized, all));
    }

    /// <summary>The last ones stay in Float32: two classes that are as good as equal would often be equal in 16 bits, and the first of them be taken.</summary>
    private static QuantizationDraft DraftHalves(OnnxModel model, HalfGraph graph)
    {
        var (behind, before) = (Behind(model, HalfGraph.IsMultiplying), Before(model, HalfGraph.IsMultiplying));
        var (tensors, halves, halved) = (new List<string>(), new HashSet<string>(StringComparer.Ordinal), 0);
        foreach (var unit in graph.Units)
        {
            string[] inputs = [.. graph.InputsOf(unit)];
            if (!unit.Outputs.Any(before.Contains) || (unit.Kind != HalfKind.Multiplying && !inputs.Any(halves.Contains)) || graph.ConstantsOf(unit) is null)
            {
                continue;
            }

            halved += HalfGraph.IsMultiplying(unit.Node) ? 1 : 0;
            tensors.AddRange(inputs.Where(input => !halves.Contains(input)).Concat(unit.Kind == HalfKind.Passing ? [] : unit.Outputs).Where(tensor => !tensors.Contains(tensor)).Distinct());
            halves.UnionWith(unit.Outputs);
        }

        return new QuantizationDraft(NetworkPrecision.Float16, tensors, (halved, model.Graph.Nodes.Count(HalfGraph.IsMultiplying)))
        {
            OfRaster = tensors.Where(tensor => !behind.Contains(tensor)).ToHashSet(StringComparer.Ordinal),
        };
    }

    /// <summary>Tensors that come of a convolution, or what else multiplies.</summary>
    private static HashSet<string> Behind(OnnxModel model, Func<OnnxNode, bool> isMultiplying)
    {
        var tensors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Nodes.Where(node => isMultiplying(node) || node.Inputs.Any(tensors.Contains)))
        {
            tensors.UnionWith(node.Outputs);
        }

        return tensors;
    }

    /// <summary>Tensors of which something comes that a convolution takes, or what else multiplies.</summary>
    private static HashSet<string> Before(OnnxModel model, Func<OnnxNode, bool> isMultiplying)
    {
        var tensors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Nodes.Reverse().Where(node => isMultiplying(node) || node.Outputs.Any(tensors.Contains)))
        {
            tensors.UnionWith(node.Inputs);
        }

        return tensors;
    }

    private static bool IsConvolution(OnnxNode node) => node.Operator is "Conv" or "ConvTranspose";
}
