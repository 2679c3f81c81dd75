using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>
/// Works out the small constants that exporters compute in the graph: shapes, axes, scales. Only tensors of at most
/// <see cref="OnnxTensor.MaxValues"/> elements are looked at.
/// </summary>
internal static class ConstantFolder
{
    /// <summary>Values of a node's output; null when they do not follow from constants or the operator is no shape arithmetic.</summary>
    /// <param name="scope">The node.</param>
    /// <param name="shape">Shape of its output, as the rule of its operator gives it.</param>
    public static double[]? TryFold(NodeScope scope, int[] shape)
    {
        var count = shape.Aggregate(1L, (product, d) => product * d);
        var inputs = Enumerable.Range(0, scope.InputCount).Select(scope.TryInput).ToArray();
        if (count > OnnxTensor.MaxValues || inputs.Length == 0 || inputs.Any(input => input is not null && input.Values is null) || inputs[0] is not { } first)
        {
            return null;
        }

        return scope.Node.OpType switch
        {
            "Identity" or "Reshape" or "Squeeze" or "Unsqueeze" or "Flatten" => first.Values,
            "Cast" => scope.Node.Int("to", 1) is 1 or 10 or 11 or 16 ? first.Values : [.. first.Values!.Select(Math.Truncate)],
            "Neg" => Map(first, v => -v),
            "Abs" => Map(first, Math.Abs),
            "Floor" => Map(first, Math.Floor),
            "Ceil" => Map(first, Math.Ceiling),
            "Round" => Map(first, Math.Round),
            "Sqrt" => Map(first, Math.Sqrt),
            "Not" => Map(first, v => v == 0 ? 1 : 0),
            "Add" => Zip(inputs!, shape, (a, b) => a + b),
            "Sub" => Zip(inputs!, shape, (a, b) => a - b),
            "Mul" => Zip(inputs!, shape, (a, b) => a * b),
            "Div" => Zip(inputs!, shape, first.IsInteger ? (a, b) => Math.Truncate(a / b) : (a, b) => a / b),
            "Mod" => Zip(inputs!, shape, (a, b) => a - (b * Math.Floor(a / b))),
            "Min" => Zip(inputs!, shape, Math.Min),
            "Max" => Zip(inputs!, shape, Math.Max),
            "Equal" => Zip(inputs!, shape, (a, b) => a == b ? 1 : 0),
            "Greater" => Zip(inputs!, shape, (a, b) => a > b ? 1 : 0),
            "GreaterOrEqual" => Zip(inputs!, shape, (a, b) => a >= b ? 1 : 0),
            "Less" => Zip(inputs!, shape, (a, b) => a < b ? 1 : 0),
            "LessOrEqual" => Zip(inputs!, shape, (a, b) => a <= b ? 1 : 0),
            "And" => Zip(inputs!, shape, (a, b) => a != 0 && b != 0 ? 1 : 0),
            "Or" => Zip(inputs!, shape, (a, b) => a != 0 || b != 0 ? 1 : 0),
            "Where" => Choose(inputs!, shape),
            "Expand" => Spread(first, shape),
            "Concat" when first.Axes.Count == 1 => [.. inputs.SelectMany(input => input!.Values!)],
            "Gather" when first.Axes.Count == 1 => [.. inputs[1]!.Values!.Select(index => Pick(first.Values!, index))],
            "Slice" when first.Axes.Count == 1 => Slice(scope, first.Values!),
            "ReduceProd" when count == 1 => [first.Values!.Aggregate(1.0, (a, b) => a * b)],
            "ReduceSum" when count == 1 => [first.Values!.Sum()],
            "ReduceMin" when count == 1 => [first.Values!.Min()],
            "ReduceMax" when count == 1 => [first.Values!.Max()],
            _ => null,
        };
    }

    private static double[] Map(TensorFact fact, Func<double, double> map) => [.. fact.Values!.Select(map)];

    private static double[] Zip(TensorFact[] inputs, int[] shape, Func<double, double, double> combine) =>
        inputs.Select(input => Spread(input, shape)).Aggregate((a, b) => [.. a.Zip(b, combine)]);

    private static double[] Choose(TensorFact[] inputs, int[] shape)
    {
        var (condition, yes, no) = (Spread(inputs[0], shape), Spread(inputs[1], shape), Spread(inputs[2], shape));
        return [.. condition.Select((c, i) => c != 0 ? yes[i] : no[i])];
    }

    /// <summary>Repeats a constant to a larger shape, by ONNX's broadcasting.</summary>
    private static double[] Spread(TensorFact fact, int[] shape)
    {
        var own = fact.Shape;
        var result = new double[shape.Aggregate(1, (product, d) => product * d)];
        for (var i = 0; i < result.Length; i++)
        {
            var (rest, index, stride) = (i, 0, 1);
            for (var axis = 1; axis <= shape.Length; axis++)
            {
                var place = rest % shape[^axis];
                rest /= shape[^axis];
                if (axis <= own.Length)
                {
                    index += own[^axis] == 1 ? 0 : place * stride;
                    stride *= own[^axis];
                }
            }

            result[i] = fact.Values![index];
        }

        return result;
    }

    private static double Pick(double[] values, double index)
    {
        var at = index < 0 ? index + values.Length : index;
        return at >= 0 && at < values.Length ? values[(int)at] : throw new UnknownTensorException();
    }

    private static double[]? Slice(NodeScope scope, double[] values)
    {
        var (starts, ends) = (scope.Ints("starts", 1), scope.Ints("ends", 2));
        var step = scope.Values(4) is { } steps ? NodeScope.ToInt64(steps[0]) : 1;
        if (starts is not { Length: 1 } || ends is not { Length: 1 } || step < 1)
        {
            return null;
        }

        var first = Math.Clamp(starts[0] < 0 ? starts[0] + values.Length : starts[0], 0, values.Length);
        var last = Math.Clamp(ends[0] < 0 ? ends[0] + values.Length : ends[0], 0, values.Length);
        var result = new List<double>();
        for (var i = first; i < last; i += step)
        {
            result.Add(values[i]);
        }

        return [.. result];
    }
}
