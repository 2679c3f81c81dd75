using System.Globalization;

namespace RasterAnalysis.Onnx;

/// <summary><c>BatchNormalization</c> in training mode: mean and variance are those of what is run, and the running ones, changed by these, are outputs.</summary>
public static class BatchStatistics
{
    private const int RunningMean = 3;
    private const int RunningVariance = 4;

    /// <summary>Whether any node of a network normalises so.</summary>
    public static bool AreIn(OnnxModel model) => model.Graph.Nodes.Any(node => AreOf(node, node.Opset ?? model.Opset));

    /// <summary>Whether a node normalises so.</summary>
    /// <param name="node">The node.</param>
    /// <param name="opset">Version of its operators: training mode is an attribute from 14 on, and before, that the running mean and variance are outputs.</param>
    public static bool AreOf(OnnxNode node, long opset) =>
        node.Operator == "BatchNormalization" && (opset >= 14 ? node.Int("training_mode", 0) != 0 : node.Outputs.Count > 1);

    /// <summary>
    /// Writes an ONNX file anew with running means and variances that no other input shares: copies, by <c>Identity</c>. A runtime may write the outputs over them (ONNX Runtime does): where the scale
    /// or the bias is the same constant, each run changes the network.
    /// </summary>
    /// <param name="file">The ONNX file; none of the nodes stands in a function.</param>
    /// <returns>The file; what it computes is the same.</returns>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static byte[] Separate(byte[] file)
    {
        using var stream = new MemoryStream(file, writable: false);
        var model = OnnxModelReader.Read(stream);
        var (nodes, writer, prefix) = (model.Graph.Nodes, new GraphWriter(), FreePrefix.Of(file, "running"));
        GraphCopy.CopyGraph(file, nodes, nodes.Where(node => AreOf(node, model.Opset)).ToHashSet(), Write, writer);
        return GraphCopy.WithGraph(file, writer.Message).ToArray();

        void Write(int place)
        {
            string[] inputs = [.. nodes[place].Inputs.Select((name, input) => input is RunningMean or RunningVariance ? Copy(name, place, input) : name)];
            GraphCopy.WriteNode(file, nodes[place], inputs, nodes[place].Outputs, writer);
        }

        string Copy(string name, int place, int input) => writer.Node("Identity", [name], string.Create(CultureInfo.InvariantCulture, $"{prefix}{place}.{input}"));
    }
}
