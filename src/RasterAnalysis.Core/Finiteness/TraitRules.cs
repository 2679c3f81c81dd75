using RasterAnalysis.Locality;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>
/// Works out the signs of a network's tensors: the root of a mean of squares, or a division by one with a small number added, is never NaN, and normalisation layers that an exporter
/// took apart are full of them. Rounding to zero of what is not zero is left aside.
/// </summary>
/// <param name="facts">What is known of shapes and constants.</param>
internal sealed class TraitRules(LocalityFacts facts)
{
    private const TensorTraits Sign = TensorTraits.Positive;
    private readonly Dictionary<string, TensorTraits> _traits = new(StringComparer.Ordinal);

    /// <summary>What is known of a tensor.</summary>
    public TensorTraits this[string tensor] => _traits.GetValueOrDefault(tensor);

    /// <summary>Elements of a small constant; null for others.</summary>
    public double[]? ValuesOf(string tensor) => facts.Tensors.GetValueOrDefault(tensor)?.Values;

    /// <summary>Notes an input of the network.</summary>
    public void NoteInput(string tensor, bool isFloat) => _traits[tensor] = isFloat ? TensorTraits.Float : TensorTraits.Unknown;

    /// <summary>Notes a constant of the file.</summary>
    public void Note(OnnxTensor tensor) => _traits[tensor.Name] = (tensor.IsInteger ? 0 : TensorTraits.Float) | OfValues(tensor.Values);

    /// <summary>Notes what a node makes; those before it are noted.</summary>
    public void Note(OnnxNode node)
    {
        foreach (var output in node.Outputs.Where(output => output.Length > 0))
        {
            var fact = facts.Tensors.GetValueOrDefault(output);
            var traits = (IsFloat(node) && fact is not { IsInteger: true } ? TensorTraits.Float : 0)
                | (fact?.Values is { } values ? OfValues(values) : node.Domain.Length == 0 ? SignOf(node) | MaskOf(node) : 0);
            _traits[output] = traits;
        }
    }

    private static TensorTraits OfValues(double[]? values)
    {
        if (values is null || values.Length == 0)
        {
            return TensorTraits.Unknown;
        }

        return (values.All(value => value >= 0) ? TensorTraits.NonNegative : 0)
            | (values.All(value => value != 0) ? TensorTraits.NonZero : 0)
            | (values.Any(double.IsInfinity) ? TensorTraits.Masked : 0);
    }

    private bool IsFloat(OnnxNode node)
    {
        bool Is(int input) => this[node.Input(input)].HasFlag(TensorTraits.Float);
        return node.Operator switch
        {
            "Cast" => node.Int("to", 1) is 1 or 10 or 11 or 16,
            "Resize" or "Upsample" or "Pad" or "Expand" or "Gather" or "GatherND" or "GatherElements" or "Slice" or "Reshape" => Is(0),
            "Shape" or "Size" or "ArgMax" or "ArgMin" or "NonZero" or "Equal" or "Greater" or "Less" or "GreaterOrEqual" or "LessOrEqual" or "Not" or "IsNaN" or "IsInf"
                or "QuantizeLinear" or "DynamicQuantizeLinear" or "QLinearConv" or "QLinearMatMul" or "ConvInteger" or "MatMulInteger" => false,
            "DequantizeLinear" or "com.microsoft.DequantizeLinear" => true,
            "Constant" => facts.Tensors.GetValueOrDefault(node.Outputs[0]) is { IsInteger: false },
            "Conv" or "ConvTranspose" or "BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "Sigmoid" or "Tanh" or "Exp" or "Log" or "Sqrt" or "Softmax" => true,
            _ when node.OpType.Contains("Quant", StringComparison.Ordinal) || node.OpType.StartsWith("QLinear", StringComparison.Ordinal) => false,
            _ => node.Inputs.Any(input => this[input].HasFlag(TensorTraits.Float)),
        };
    }

    private TensorTraits SignOf(OnnxNode node)
    {
        TensorTraits Of(int input) => this[node.Input(input)] & Sign;
        TensorTraits All() => node.Inputs.Aggregate(Sign, (traits, input) => traits & this[input]);
        TensorTraits Any() => node.Inputs.Aggregate(TensorTraits.Unknown, (traits, input) => traits | (this[input] & Sign));
        switch (node.OpType)
        {
            case "Abs":
                return TensorTraits.NonNegative | Of(0);
            case "Relu" or "Sigmoid" or "HardSigmoid" or "Softmax" or "Softplus" or "Exp" or "ReduceL1" or "ReduceL2" or "ReduceSumSquare":
                return TensorTraits.NonNegative;
            case "Add" or "Sum":
                // of numbers that are not negative, one above zero is enough
                return All().HasFlag(TensorTraits.NonNegative) ? TensorTraits.NonNegative | (Any() & TensorTraits.NonZero) : 0;
            case "Mul" or "Div":
                return (All() & TensorTraits.NonZero) | (node.Input(0) == node.Input(1) ? TensorTraits.NonNegative : All() & TensorTraits.NonNegative);
            case "Max":
                return node.Inputs.Aggregate(TensorTraits.Unknown, (traits, input) => traits | SignIfNonNegative(input));
            case "Min" or "Concat":
                return All();
            case "Where":
                return Of(1) & Of(2);
            case "Clip":
                return Clipped(node, Of(0));
            case "Pow":
                return Power(node, Of(0));
            case "Pad" when node.Text("mode", "constant") == "constant":
                return Of(0) & (node.Input(2).Length > 0 ? Of(2) : node.Attribute("value") is { } value ? OfValues([value.Float]) : TensorTraits.NonNegative);
            case "Resize" or "Upsample" when node.Text("mode", "nearest") == "cubic":
                return 0;
            case "ReduceSum" or "ReduceMean" or "AveragePool" or "GlobalAveragePool" or "Resize" or "Upsample":
                return Of(0).HasFlag(TensorTraits.NonNegative) ? Of(0) : 0;
            case "Sqrt" or "Reciprocal" or "Identity" or "Reshape" or "Transpose" or "Squeeze" or "Unsqueeze" or "Flatten" or "Slice" or "Gather" or "GatherElements" or "GatherND" or "Expand"
                or "Tile" or "Split" or "Cast" or "Dropout" or "Pad" or "MaxPool" or "GlobalMaxPool" or "ReduceMax" or "ReduceMin" or "DepthToSpace" or "SpaceToDepth":
                return Of(0);
            case "Neg":
                return Of(0) & TensorTraits.NonZero;
            default:
                return 0;
        }
    }

    private TensorTraits SignIfNonNegative(string tensor) => this[tensor].HasFlag(TensorTraits.NonNegative) ? this[tensor] & Sign : 0;

    private TensorTraits Clipped(OnnxNode node, TensorTraits before)
    {
        var least = node.Attribute("min") is { } attribute ? [attribute.Float] : ValuesOf(node.Input(1));
        return OfValues(least) is var traits && traits.HasFlag(TensorTraits.NonNegative) ? (traits & Sign) | (before.HasFlag(TensorTraits.Positive) ? before : 0) : before & TensorTraits.NonNegative;
    }

    private TensorTraits Power(OnnxNode node, TensorTraits bases)
    {
        var isEven = ValuesOf(node.Input(1)) is { Length: > 0 } exponents && exponents.All(exponent => exponent % 2 == 0);
        return isEven ? TensorTraits.NonNegative | bases : bases.HasFlag(TensorTraits.NonNegative) ? bases : 0;
    }

    private TensorTraits MaskOf(OnnxNode node) => node.OpType is "Where" or "Add" or "Identity" or "Reshape" or "Transpose" or "Squeeze" or "Unsqueeze" or "Slice" or "Expand" or "Concat" or "Cast"
        ? node.Inputs.Aggregate(TensorTraits.Unknown, (traits, input) => traits | (this[input] & TensorTraits.Masked)) : 0;
}
