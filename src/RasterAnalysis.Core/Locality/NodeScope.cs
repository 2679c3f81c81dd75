using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>One node on its way through the rules: its inputs' facts, and where to say that it breaks locality.</summary>
internal sealed class NodeScope(OnnxNode node, long opset, Func<string, TensorFact?> find, ICollection<LocalityBreak> breaks)
{
    public OnnxNode Node => node;

    public long Opset => opset;

    public int InputCount => node.Inputs.Count;

    /// <summary>Fact of an input; null when it is left out or nothing is known.</summary>
    public TensorFact? TryInput(int index) => node.Input(index) is { Length: > 0 } name ? find(name) : null;

    /// <summary>Fact of an input that the rule needs.</summary>
    public TensorFact Input(int index) => TryInput(index) ?? throw new UnknownTensorException();

    /// <summary>Values of a constant input; null when the input is left out.</summary>
    public double[]? Values(int index) => node.Input(index).Length == 0 ? null : Input(index).Values ?? throw new UnknownTensorException();

    /// <summary>Whole numbers of an attribute or, in later opsets, of a constant input.</summary>
    public long[]? Ints(string attribute, int input) =>
        node.Ints(attribute) is { } ints ? [.. ints] : Values(input) is { } values ? [.. values.Select(ToInt64)] : null;

    /// <summary>Says that the node breaks locality; once for each node.</summary>
    public void Break(string reason)
    {
        var text = node.ToString();
        if (breaks.All(known => known.Node != text))
        {
            breaks.Add(new LocalityBreak(text, reason));
        }
    }

    /// <summary>An axis counted from the end when negative, as ONNX does.</summary>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new UnknownTensorException();

    // the ends of slices are written as the largest number there is
    public static long ToInt64(double value) => value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
}
