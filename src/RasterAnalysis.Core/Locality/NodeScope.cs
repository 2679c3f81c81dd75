using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>One node on its way through the rules: its inputs' facts, and where to say that it breaks locality.</summary>
internal sealed class NodeScope(OnnxNode node, long opset, Func<string, TensorFact?> find, LocalityFindings findings)
{
    public OnnxNode Node => node;

    public long Opset => opset;

    public int InputCount => node.Inputs.Count;

    /// <summary>Whether the node makes one value of the whole tile, the same everywhere: what depends on it has no place to lose.</summary>
    public bool TakesWholeTile { get; set; }

    /// <summary>Whether an input is there of which nothing is known.</summary>
    public bool HasUnknownInput => node.Inputs.Any(name => name.Length > 0 && find(name) is null);

    /// <summary>The same node with another fact of its first input.</summary>
    public NodeScope WithFirst(TensorFact fact) => new(node, opset, name => name == node.Input(0) ? fact : find(name), findings);

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
    /// <param name="reason">What it does, in words that go on from "a node that".</param>
    /// <param name="mixesTiles">Whether it also takes from the other tiles of a run.</param>
    public void Break(string reason, bool mixesTiles = false) => findings.Break(node, reason, mixesTiles);

    /// <summary>Says that the node draws random numbers, and so breaks every promise.</summary>
    public void Draw(string reason)
    {
        findings.Random.Add(node);
        Break(reason);
    }

    /// <summary>An axis counted from the end when negative, as ONNX does.</summary>
    public static int Axis(long axis, int rank) => axis >= -rank && axis < rank
        ? (int)(axis < 0 ? axis + rank : axis)
        : throw new UnknownTensorException();

    // the ends of slices are written as the largest number there is
    public static long ToInt64(double value) => value >= long.MaxValue ? long.MaxValue : value <= long.MinValue ? long.MinValue : (long)value;
}
