using System.Globalization;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// Writes an ONNX file anew whose batch normalisations in training mode have running means and variances that no other input shares. A runtime may write the running ones over its inputs (ONNX Runtime
/// does): where the scale or the bias is the same constant, each run changes the network.
/// </summary>
public static class SeparatedStatistics
{
    private const int RunningMean = 3;
    private const int RunningVariance = 4;

    /// <summary>Writes the file: the running ones are copies, by <c>Identity</c>.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <returns>The file; what it computes is the same.</returns>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static byte[] Write(byte[] file)
    {
        file = WrittenModel.Flat(file, out var model);
        var (nodes, writer, prefix) = (model.Graph.Nodes, new GraphWriter(), FreePrefix.Of(file, "running"));
        var found = nodes.Where(node => BatchStatistics.AreOf(node, node.Opset ?? model.Opset)).ToHashSet();
        WrittenModel.CopyGraph(file, nodes, found, WriteAt, writer);
        return WrittenModel.WithGraph(file, writer.Message).ToArray();

        void WriteAt(int place) => WrittenModel.WriteNode(file, nodes[place], nodes[place].Inputs.Select((name, input) => Own(name, input, place)).ToArray(), nodes[place].Outputs, writer);

        string Own(string name, int input, int place) =>
            input is RunningMean or RunningVariance ? writer.Node("Identity", [name], string.Create(CultureInfo.InvariantCulture, $"{prefix}{place}.{input}")) : name;
    }
}
