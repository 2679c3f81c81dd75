using RasterAnalysis.Inference;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// Decides which nodes of a network compute in bytes: convolutions but the first ones, which see the values of the raster, and the last ones, whose differences decide; sums and concatenations of
/// what comes of them; and nodes between that only pass numbers on.
/// </summary>
public static class QuantizationPlanner
{
    // the first version of ONNX's operators with the convolution over bytes that ONNX Runtime makes
    private const long LeastOpset = 10;

    /// <summary>Decides.</summary>
    /// <param name="path">The network's file.</param>
    /// <param name="network">How it is fed and read.</param>
    /// <param name="reason">Why it cannot be quantised, as the end of a sentence; empty where it can.</param>
    /// <returns>Null where it cannot.</returns>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static QuantizationDraft? TryDraft(string path, NetworkProfile network, out string reason)
    {
        if (new FileInfo(path).Length > QuantizedModel.LargestFile)
        {
            reason = $"its file is larger than {QuantizedModel.LargestFile >> 20} MB";
            return null;
        }

        var file = QuantizedModel.Flat(File.ReadAllBytes(path), out var model);
        if (model.Opset < LeastOpset)
        {
            reason = $"it uses version {model.Opset} of ONNX's operators, and nodes over bytes are there from version {LeastOpset} on; export it with a later one";
            return null;
        }

        if (model.Graph.Nodes.Any(node => node.Attributes.Any(attribute => attribute.Graph is not null) || (node.Opset is { } own && own != model.Opset)))
        {
            reason = "it has loops or branches, or functions of another version of the operators";
            return null;
        }

        var weights = new OnnxWeights(file, model.Graph, Path.GetDirectoryName(path)!);
        var draft = Draft(model, new QuantizableGraph(model, weights, [network.OutputName]));
        reason = draft.ShareOfWork.Quantized > 0 ? "" : "it has no convolution with Float32 weights between its first and its last";
        return reason.Length == 0 ? draft : null;
    }

    private static QuantizationDraft Draft(OnnxModel model, QuantizableGraph graph)
    {
        var behind = Behind(model);
        var before = Before(model);
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

        return new QuantizationDraft(tensors, (quantized, all));
    }

    /// <summary>Tensors that come of a convolution.</summary>
    private static HashSet<string> Behind(OnnxModel model)
    {
        var tensors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Nodes.Where(node => IsConvolution(node) || node.Inputs.Any(tensors.Contains)))
        {
            tensors.UnionWith(node.Outputs);
        }

        return tensors;
    }

    /// <summary>Tensors of which something comes that a convolution takes.</summary>
    private static HashSet<string> Before(OnnxModel model)
    {
        var tensors = new HashSet<string>(StringComparer.Ordinal);
        foreach (var node in model.Graph.Nodes.Reverse().Where(node => IsConvolution(node) || node.Outputs.Any(tensors.Contains)))
        {
            tensors.UnionWith(node.Inputs);
        }

        return tensors;
    }

    private static bool IsConvolution(OnnxNode node) => node.Operator is "Conv" or "ConvTranspose";
}
