using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>Operators that make constants: of attributes, or of the shape of their input.</summary>
internal static class ConstantRules
{
    public static TensorFact Constant(NodeScope scope)
    {
        var node = scope.Node;
        if (node.Attribute("value")?.Tensor is { } tensor)
        {
            return Of(tensor);
        }

        if (node.Attribute("value_int") is { } number)
        {
            return TensorFact.Constant([], [number.Int], isInteger: true);
        }

        if (node.Attribute("value_float") is { } real)
        {
            return TensorFact.Constant([], [real.Float], isInteger: false);
        }

        if (node.Ints("value_ints") is { } ints)
        {
            return TensorFact.Constant([ints.Count], [.. ints.Select(i => (double)i)], isInteger: true);
        }

        return node.Attribute("value_floats") is { } floats
            ? TensorFact.Constant([floats.Floats.Count], [.. floats.Floats.Select(f => (double)f)], isInteger: false)
            : throw new UnknownTensorException();
    }

    public static TensorFact Of(OnnxTensor tensor) =>
        TensorFact.Plain(tensor.Dimensions, isData: false) with { Values = tensor.Values, IsInteger = tensor.IsInteger };

    public static TensorFact Shape(NodeScope scope)
    {
        var shape = scope.Input(0).Shape;
        var start = Bound(scope.Node.Int("start", 0), shape.Length);
        var end = Bound(scope.Node.Int("end", shape.Length), shape.Length);
        double[] values = [.. shape.Take(end).Skip(start).Select(d => (double)d)];
        return TensorFact.Constant([values.Length], values, isInteger: true);
    }

    public static TensorFact Size(NodeScope scope) => TensorFact.Constant([], [scope.Input(0).Count], isInteger: true);

    public static TensorFact ConstantOfShape(NodeScope scope)
    {
        var target = scope.Values(0) ?? throw new UnknownTensorException();
        var value = scope.Node.Attribute("value")?.Tensor;
        var result = TensorFact.Plain(target.Select(Length), isData: false) with { IsUniform = true, IsInteger = value?.IsInteger ?? false };
        return result.Count <= OnnxTensor.MaxValues
            ? result with { Values = [.. Enumerable.Repeat(value?.Values is [var only, ..] ? only : 0, (int)result.Count)] }
            : result;
    }

    public static TensorFact Range(NodeScope scope)
    {
        var (start, limit, delta) = (Scalar(scope, 0), Scalar(scope, 1), Scalar(scope, 2));
        var count = checked((int)Math.Max(0, Math.Ceiling((limit - start) / delta)));
        var isInteger = scope.Input(0).IsInteger;
        return count <= OnnxTensor.MaxValues
            ? TensorFact.Constant([count], [.. Enumerable.Range(0, count).Select(i => start + (i * delta))], isInteger)
            : TensorFact.Plain([count], isData: false) with { IsInteger = isInteger };
    }

    private static int Length(double d) => d >= 0 ? checked((int)d) : throw new UnknownTensorException();

    private static double Scalar(NodeScope scope, int input) => scope.Values(input) is [var value] ? value : throw new UnknownTensorException();

    private static int Bound(long place, int rank) => (int)Math.Clamp(place < 0 ? place + rank : place, 0, rank);
}
