namespace RasterAnalysis.Locality;

/// <summary>Operators that mix elements along whole axes. Harmless along channels; along the image they break locality.</summary>
internal static class MixingRules
{
    public static TensorFact MatMul(NodeScope scope) => Multiply(scope, scope.Input(0), scope.Input(1));

    /// <summary>a, its scale and zero point, b, its scale and zero point.</summary>
    public static TensorFact QLinearMatMul(NodeScope scope) => Multiply(scope, scope.Input(0), scope.Input(3));

    public static TensorFact Gemm(NodeScope scope)
    {
        var (a, b) = (scope.Input(0), scope.Input(1));
        return Multiply(
            scope, scope.Node.Int("transA", 0) != 0 ? a with { Axes = [a.Axes[1], a.Axes[0]] } : a,
            scope.Node.Int("transB", 0) != 0 ? b with { Axes = [b.Axes[1], b.Axes[0]] } : b);
    }

    /// <summary>Before opset 13 these worked on all axes from the given one on.</summary>
    public static TensorFact Softmax(NodeScope scope)
    {
        var image = scope.Input(0);
        var axis = NodeScope.Axis(scope.Node.Int("axis", scope.Opset < 13 ? 1 : -1), image.Axes.Count);
        return Along(scope, image, scope.Opset < 13 ? Enumerable.Range(axis, image.Axes.Count - axis) : [axis], "shares the whole tile's sum");
    }

    public static TensorFact InstanceNormalization(NodeScope scope)
    {
        var image = scope.Input(0);
        return Along(scope, image, Enumerable.Range(2, image.Axes.Count - 2), "takes mean and deviation over the whole tile");
    }

    public static TensorFact GroupNormalization(NodeScope scope) => InstanceNormalization(scope);

    public static TensorFact LayerNormalization(NodeScope scope)
    {
        var image = scope.Input(0);
        var axis = NodeScope.Axis(scope.Node.Int("axis", -1), image.Axes.Count);
        return Along(scope, image, Enumerable.Range(axis, image.Axes.Count - axis), "takes mean and deviation over the whole tile");
    }

    public static TensorFact MeanVarianceNormalization(NodeScope scope)
    {
        var image = scope.Input(0);
        var axes = scope.Node.Ints("axes") ?? [0, 2, 3];
        return Along(scope, image, axes.Select(axis => NodeScope.Axis(axis, image.Axes.Count)), "takes mean and deviation over the whole tile");
    }

    public static TensorFact LpNormalization(NodeScope scope)
    {
        var image = scope.Input(0);
        return Along(scope, image, [NodeScope.Axis(scope.Node.Int("axis", -1), image.Axes.Count)], "takes a norm over the whole tile");
    }

    public static TensorFact CumSum(NodeScope scope)
    {
        var image = scope.Input(0);
        return Along(scope, image, [NodeScope.Axis((long)(scope.Values(1)?[0] ?? 0), image.Axes.Count)], "sums along the tile");
    }

    /// <summary>Chooses its quantisation from the least and the greatest value of the tile.</summary>
    public static TensorFact DynamicQuantizeLinear(NodeScope scope)
    {
        var image = scope.Input(0);
        return Along(scope, image, Enumerable.Range(0, image.Axes.Count), "chooses its quantisation from the whole tile's range");
    }

    public static TensorFact Reduce(NodeScope scope)
    {
        var image = scope.Input(0);
        var all = Enumerable.Range(0, image.Axes.Count);
        var axes = scope.Ints("axes", 1) is { Length: > 0 } given ? given.Select(axis => NodeScope.Axis(axis, image.Axes.Count)).ToHashSet()
            : scope.Node.Int("noop_with_empty_axes", 0) != 0 ? [] : [.. all];
        return Collapse(scope, image, axes, scope.Node.Int("keepdims", 1) != 0, "reduces the whole tile to one value");
    }

    public static TensorFact ArgReduce(NodeScope scope)
    {
        var image = scope.Input(0);
        return Collapse(
            scope, image, [NodeScope.Axis(scope.Node.Int("axis", 0), image.Axes.Count)], scope.Node.Int("keepdims", 1) != 0, "finds a place in the tile")
            with { IsInteger = true };
    }

    public static IReadOnlyList<TensorFact> TopK(NodeScope scope)
    {
        var image = scope.Input(0);
        var axis = NodeScope.Axis(scope.Node.Int("axis", -1), image.Axes.Count);
        var count = checked((int)(scope.Values(1)?[0] ?? throw new UnknownTensorException()));
        var result = Along(scope, image, [axis], "sorts the tile").WithAxis(axis, TensorFact.PlainAxis(count));
        return [result, result with { IsInteger = true }];
    }

    private static TensorFact Along(NodeScope scope, TensorFact image, IEnumerable<int> axes, string reason)
    {
        if (axes.Any(axis => TensorFact.IsSpatial(image.Axes[axis])))
        {
            scope.Break(reason);
        }

        return image with { Values = null };
    }

    private static TensorFact Collapse(NodeScope scope, TensorFact image, HashSet<int> axes, bool keep, string reason)
    {
        if (axes.Any(axis => TensorFact.IsSpatial(image.Axes[axis])))
        {
            scope.Break(reason);
        }

        var left = image.Axes.Select((parts, axis) => axes.Contains(axis) ? TensorFact.PlainAxis(1) : parts);
        return image with { Axes = [.. keep ? left : left.Where((_, axis) => !axes.Contains(axis))], Values = null };
    }

    private static TensorFact Multiply(NodeScope scope, TensorFact a, TensorFact b)
    {
        if (a.Axes.Count < 2 || b.Axes.Count < 2)
        {
            throw new UnknownTensorException();
        }

        var (rows, columns) = (a.Axes[^2], b.Axes[^1]);
        if (TensorFact.IsSpatial(a.Axes[^1]) || TensorFact.IsSpatial(b.Axes[^2]) || (TensorFact.IsSpatial(rows) && TensorFact.IsSpatial(columns)))
        {
            scope.Break("mixes places of the tile with one another (attention)");
            (a, b) = (a.WithoutSpace(), b.WithoutSpace());
            (rows, columns) = (a.Axes[^2], b.Axes[^1]);
        }

        var outer = ElementwiseRules.Combine(scope, [a with { Axes = [.. a.Axes.SkipLast(2), TensorFact.PlainAxis(1)] }, b with { Axes = [.. b.Axes.SkipLast(2), TensorFact.PlainAxis(1)] }]);
        var result = outer with { Axes = [.. outer.Axes.SkipLast(1), rows, columns], Values = null, IsUniform = false };
        return ElementwiseRules.MergeReach(scope, result, [a, b]);
    }
}
