namespace RasterAnalysis.Locality;

/// <summary>Operators that mix elements along whole axes. Harmless along channels; along the image they break locality.</summary>
internal static class MixingRules
{
    public static TensorFact MatMul(NodeScope scope) => Multiply(scope, scope.Input(0), scope.Input(1));

    /// <summary>a, its scale and zero point, b, its scale and zero point.</summary>
    public static TensorFact QLinearMatMul(NodeScope scope) => Multiply(scope, scope.Input(0), scope.Input(3));

    /// <summary>Either side may be taken with its last two axes exchanged.</summary>
    public static TensorFact FusedMatMul(NodeScope scope)
    {
        TensorFact Side(int input, string attribute) => scope.Node.Int(attribute, 0) == 0 ? scope.Input(input) : Exchanged(scope.Input(input));
        return scope.Node.Int("transBatchA", 0) != 0 || scope.Node.Int("transBatchB", 0) != 0
            ? throw new UnknownTensorException()
            : Multiply(scope, Side(0, "transA"), Side(1, "transB"));
    }

    public static TensorFact DynamicQuantizeMatMul(NodeScope scope)
    {
        if (scope.Input(0).HasSpace)
        {
            scope.Break("chooses its quantisation from the whole tile's range", mixesTiles: true);
        }

        return MatMul(scope);
    }

    public static TensorFact Gemm(NodeScope scope)
    {
        var (a, b) = (scope.Input(0), scope.Input(1));
        return Multiply(
            scope, scope.Node.Int("transA", 0) != 0 ? Exchanged(a) : a, scope.Node.Int("transB", 0) != 0 ? Exchanged(b) : b);
    }

    /// <summary>Before opset 13 these worked on all axes from the given one on.</summary>
    public static TensorFact Softmax(NodeScope scope)
    {
        var image = scope.Input(0);
        var axis = NodeScope.Axis(scope.Node.Int("axis", scope.Opset < 13 ? 1 : -1), image.Axes.Count);
        return Along(scope, image, scope.Opset < 13 ? Enumerable.Range(axis, image.Axes.Count - axis) : [axis], "shares the whole tile's sum");
    }

    /// <summary>The version of ONNX's softmax that it quantises is an attribute.</summary>
    public static TensorFact QLinearSoftmax(NodeScope scope)
    {
        var image = scope.Input(0);
        var isOld = scope.Node.Int("opset", scope.Opset) < 13;
        var axis = NodeScope.Axis(scope.Node.Int("axis", isOld ? 1 : -1), image.Axes.Count);
        return Along(scope, image, isOld ? Enumerable.Range(axis, image.Axes.Count - axis) : [axis], "shares the whole tile's sum");
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

    /// <summary>Normalises the sum of an input and a skip over the channels.</summary>
    public static TensorFact SkipLayerNormalization(NodeScope scope)
    {
        var sum = ElementwiseRules.Combine(scope, [scope.Input(0), scope.Input(1)]);
        return Along(scope, sum, [sum.Axes.Count - 1], "takes mean and deviation over the whole tile");
    }

    /// <summary>ONNX Runtime's, over channels that come last.</summary>
    public static TensorFact GroupNorm(NodeScope scope)
    {
        var image = scope.Input(0);
        return Along(scope, image, Enumerable.Range(1, image.Axes.Count - 1), "takes mean and deviation over the whole tile");
    }

    public static TensorFact MeanVarianceNormalization(NodeScope scope)
    {
        var image = scope.Input(0);
        int[] axes = [.. (scope.Node.Ints("axes") ?? [0, 2, 3]).Select(axis => NodeScope.Axis(axis, image.Axes.Count))];
        return Along(scope, image, axes, "takes mean and deviation over the whole tile", mixesTiles: axes.Contains(0));
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
        scope.TakesWholeTile = true;
        return Along(scope, image, Enumerable.Range(0, image.Axes.Count), "chooses its quantisation from the whole tile's range", mixesTiles: true);
    }

    public static TensorFact Reduce(NodeScope scope)
    {
        var image = scope.Input(0);
        scope.TakesWholeTile = true;
        var axes = ReducedAxes(scope, image.Axes.Count);
        return Collapse(scope, image, axes, scope.Node.Int("keepdims", 1) != 0, "reduces the whole tile to one value", mixesTiles: axes.Contains(0));
    }

    /// <summary>Axes that a reduction works on: those that it names, or else all.</summary>
    public static HashSet<int> ReducedAxes(NodeScope scope, int rank) =>
        scope.Ints("axes", 1) is { Length: > 0 } given ? [.. given.Select(axis => NodeScope.Axis(axis, rank))]
        : scope.Node.Int("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];

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

    private static TensorFact Along(NodeScope scope, TensorFact image, IEnumerable<int> axes, string reason, bool mixesTiles = false)
    {
        if (axes.Any(axis => TensorFact.IsSpatial(image.Axes[axis])))
        {
            scope.Break(reason, mixesTiles);
        }

        return image with { Values = null };
    }

    private static TensorFact Collapse(NodeScope scope, TensorFact image, HashSet<int> axes, bool keep, string reason, bool mixesTiles = false)
    {
        if (axes.Any(axis => TensorFact.IsSpatial(image.Axes[axis])))
        {
            scope.Break(reason, mixesTiles);
        }

        var left = image.Axes.Select((parts, axis) => axes.Contains(axis) ? TensorFact.PlainAxis(1) : parts);
        return image with { Axes = [.. keep ? left : left.Where((_, axis) => !axes.Contains(axis))], Values = null };
    }

    /// <summary>With its last two axes exchanged.</summary>
    private static TensorFact Exchanged(TensorFact fact) =>
        fact.Axes.Count >= 2 ? fact with { Axes = [.. fact.Axes.SkipLast(2), fact.Axes[^1], fact.Axes[^2]] } : throw new UnknownTensorException();

    private static TensorFact Multiply(NodeScope scope, TensorFact a, TensorFact b)
    {
        if (a.Axes.Count < 2 || b.Axes.Count < 2)
        {
            throw new UnknownTensorException();
        }

        var (rows, columns) = (a.Axes[^2], b.Axes[^1]);
        var isEachWithEach = TensorFact.IsSpatial(rows) && TensorFact.IsSpatial(columns);
        if (isEachWithEach)
        {
            // the rows keep their places
            (b, columns) = (b.WithoutSpace(), TensorFact.PlainAxis(TensorFact.LengthOf(columns)));
        }

        var isMixing = isEachWithEach || TensorFact.IsSpatial(a.Axes[^1]) || TensorFact.IsSpatial(b.Axes[^2]);
        a = a with { Axes = [.. a.Axes.SkipLast(2), TensorFact.PlainAxis(1), rows] };
        b = b with { Axes = [.. b.Axes.SkipLast(2), TensorFact.PlainAxis(1), columns] };
        if (isMixing)
        {
            scope.Break("mixes places of the tile with one another (attention)");
            scope.TakesWholeTile = !a.HasSpace && !b.HasSpace;
        }

        var outer = ElementwiseRules.Combine(scope, [a with { Axes = [.. a.Axes.SkipLast(1)] }, b with { Axes = [.. b.Axes.SkipLast(1)] }]);
        var result = outer with { Axes = [.. outer.Axes.SkipLast(1), rows, columns], Values = null, IsUniform = false };
        return ElementwiseRules.MergeReach(scope, result with { IsLost = isMixing && result.HasSpace }, [a, b]);
    }
}
