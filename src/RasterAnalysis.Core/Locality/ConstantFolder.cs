using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>
/// Works out the small constants that exporters compute in the graph: shapes, axes, pads, scales. Only tensors of at most
/// <see cref="OnnxTensor.MaxValues"/> elements are looked at.
/// </summary>
internal static class ConstantFolder
{
    /// <summary>Values of a node's output; null when they do not follow from constants or the operator is no shape arithmetic.</summary>
    /// <param name="scope">The node; none of its inputs depends on the image.</param>
    /// <param name="shape">Shape of its output, as the rule of its operator gives it.</param>
    public static double[]? TryFold(NodeScope scope, int[] shape)
    {
        var count = shape.Aggregate(1L, (product, d) => product * d);
        if (count is < 0 or > OnnxTensor.MaxValues || scope.InputCount == 0)
        {
            return null;
        }

        var inputs = new ConstantArray?[scope.InputCount];
        for (var i = 0; i < inputs.Length; i++)
        {
            // left out, or not known
            if (scope.Node.Input(i).Length > 0 && (inputs[i] = Array(scope.TryInput(i))) is null)
            {
                return null;
            }
        }

        return inputs[0] is { } first ? Fold(scope, first, inputs, shape) : null;
    }

    private static double[]? Fold(NodeScope scope, ConstantArray first, ConstantArray?[] inputs, int[] shape) => scope.Node.Operator switch
    {
        "Identity" or "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" => first.Values,
        "Cast" => scope.Node.Int("to", 1) is 1 or 10 or 11 or 16 ? first.Values : Map(first, Math.Truncate),
        "Neg" => Map(first, v => -v),
        "Abs" => Map(first, Math.Abs),
        "Sign" => Map(first, v => Math.Sign(v)),
        "Floor" => Map(first, Math.Floor),
        "Ceil" => Map(first, Math.Ceiling),
        "Round" => Map(first, v => Math.Round(v, MidpointRounding.ToEven)),
        "Sqrt" => Map(first, Math.Sqrt),
        "Reciprocal" => Map(first, v => 1 / v),
        "Exp" => Map(first, Math.Exp),
        "Log" => Map(first, Math.Log),
        "Relu" => Map(first, v => Math.Max(0, v)),
        "Not" => Map(first, v => v == 0 ? 1 : 0),
        "Clip" => Clip(scope, first, inputs),
        "Add" or "Sum" => Zip(inputs, shape, (a, b) => a + b),
        "Sub" => Zip(inputs, shape, (a, b) => a - b),
        "Mul" => Zip(inputs, shape, (a, b) => a * b),
        "Div" => Zip(inputs, shape, scope.Input(0).IsInteger ? (a, b) => Math.Truncate(a / b) : (a, b) => a / b),
        "Pow" => Zip(inputs, shape, Math.Pow),
        "Mod" => Zip(inputs, shape, scope.Node.Int("fmod", 0) != 0 ? (a, b) => a % b : (a, b) => a - (b * Math.Floor(a / b))),
        "Min" => Zip(inputs, shape, Math.Min),
        "Max" => Zip(inputs, shape, Math.Max),
        "Equal" => Zip(inputs, shape, (a, b) => a == b ? 1 : 0),
        "Greater" => Zip(inputs, shape, (a, b) => a > b ? 1 : 0),
        "GreaterOrEqual" => Zip(inputs, shape, (a, b) => a >= b ? 1 : 0),
        "Less" => Zip(inputs, shape, (a, b) => a < b ? 1 : 0),
        "LessOrEqual" => Zip(inputs, shape, (a, b) => a <= b ? 1 : 0),
        "And" => Zip(inputs, shape, (a, b) => a != 0 && b != 0 ? 1 : 0),
        "Or" => Zip(inputs, shape, (a, b) => a != 0 || b != 0 ? 1 : 0),
        "Xor" => Zip(inputs, shape, (a, b) => a != 0 != (b != 0) ? 1 : 0),
        "Where" => Choose(inputs, shape),
        "Expand" => first.Spread(shape).Values,
        "Tile" => first.Tile(shape).Values,
        "Concat" => ConstantArray.Concat([.. inputs.Select(Needed)], NodeScope.Axis(scope.Node.Int("axis", 1), first.Shape.Length)),
        "Gather" => first.Gather(NodeScope.Axis(scope.Node.Int("axis", 0), first.Shape.Length), Needed(inputs[1])).Values,
        "Transpose" => first.Transpose(LayoutRules.Order(scope, first.Shape.Length)).Values,
        "Slice" => LayoutRules.Ranges(scope, first.Shape).Aggregate(first, (array, cut) => array.Slice(cut.Axis, cut.Range)).Values,
        "ReduceProd" => first.Reduce(MixingRules.ReducedAxes(scope, first.Shape.Length), group => group.Aggregate(1.0, (a, b) => a * b)),
        "ReduceSum" => first.Reduce(MixingRules.ReducedAxes(scope, first.Shape.Length), Enumerable.Sum),
        "ReduceMin" => first.Reduce(MixingRules.ReducedAxes(scope, first.Shape.Length), Enumerable.Min),
        "ReduceMax" => first.Reduce(MixingRules.ReducedAxes(scope, first.Shape.Length), Enumerable.Max),
        _ => null,
    };

    private static ConstantArray? Array(TensorFact? fact) => fact is { Values: { } values } ? new ConstantArray(fact.Shape, values) : null;

    private static ConstantArray Needed(ConstantArray? array) => array ?? throw new UnknownTensorException();

    private static double[] Map(ConstantArray array, Func<double, double> map) => [.. array.Values.Select(map)];

    private static double[] Zip(ConstantArray?[] inputs, int[] shape, Func<double, double, double> combine) =>
        inputs.Select(input => Needed(input).Spread(shape).Values).Aggregate((a, b) => [.. a.Zip(b, combine)]);

    private static double[] Choose(ConstantArray?[] inputs, int[] shape)
    {
        var (condition, yes, no) = (Needed(inputs[0]).Spread(shape).Values, Needed(inputs[1]).Spread(shape).Values, Needed(inputs[2]).Spread(shape).Values);
        return [.. condition.Select((c, i) => c != 0 ? yes[i] : no[i])];
    }

    /// <summary>Bounds are inputs, or before opset 11 attributes.</summary>
    private static double[] Clip(NodeScope scope, ConstantArray first, ConstantArray?[] inputs)
    {
        double Bound(int input, string attribute, double otherwise) =>
            inputs.ElementAtOrDefault(input) is { Values: [var value, ..] } ? value : scope.Node.Attribute(attribute)?.Float ?? otherwise;
        var (least, greatest) = (Bound(1, "min", double.NegativeInfinity), Bound(2, "max", double.PositiveInfinity));
        return Map(first, v => Math.Min(greatest, Math.Max(least, v)));
    }
}
