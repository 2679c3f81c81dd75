using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>Operators that work element by element, with ONNX's broadcasting.</summary>
internal static class ElementwiseRules
{
    private const string Positional = "adds or multiplies values that depend on the place in the tile";

    /// <summary>All inputs count.</summary>
    public static TensorFact Broadcast(NodeScope scope) =>
        Combine(scope, [.. Enumerable.Range(0, scope.InputCount).Select(scope.TryInput).OfType<TensorFact>()]);

    /// <summary>Only the first input is an image; the others are scales, biases and the like.</summary>
    public static TensorFact First(NodeScope scope) => scope.Input(0) with { Values = null, IsData = true };

    /// <summary>Quantised operators of two images: a, its scale and zero point, b, its scale and zero point.</summary>
    public static TensorFact QuantizedPair(NodeScope scope) => Combine(scope, [scope.Input(0), scope.Input(3)]);

    /// <summary>In training mode, mean and deviation are those of all that is run.</summary>
    public static TensorFact BatchNormalization(NodeScope scope)
    {
        if (BatchStatistics.AreOf(scope.Node, scope.Opset))
        {
            scope.Break(
                "was exported in training mode and takes mean and deviation over all that is run at once: export the network in inference mode, which is model.eval() "
                + "in torch", mixesTiles: true);
        }

        return First(scope);
    }

    /// <summary>Passes everything on, but in training mode, which came with opset 12 as an input.</summary>
    public static TensorFact Dropout(NodeScope scope)
    {
        var isTraining = scope.Opset >= 12 && scope.Node.Input(2).Length > 0 && scope.TryInput(2)?.Values is not [0];
        if (isTraining && scope.TryInput(1)?.Values is not [0])
        {
            scope.Draw("drops values at random, since the network was exported in training mode");
        }

        return First(scope);
    }

    /// <summary>Numbers that are drawn anew in each run: in the shape of the input, or in that of an attribute.</summary>
    public static TensorFact Random(NodeScope scope)
    {
        scope.Draw("draws random numbers");
        return scope.InputCount > 0 ? First(scope) : TensorFact.Plain(scope.Node.Ints("shape")?.Select(d => checked((int)d)) ?? throw new UnknownTensorException(), isData: true);
    }

    /// <summary>What several tensors give together, element by element.</summary>
    public static TensorFact Combine(NodeScope scope, IReadOnlyList<TensorFact> inputs)
    {
        var rank = inputs.Max(input => input.Axes.Count);
        var axes = new IReadOnlyList<AxisPart>[rank];
        for (var axis = 0; axis < rank; axis++)
        {
            axes[axis] = CombineAxis(scope, inputs, axis - rank);
        }

        var result = new TensorFact { Axes = axes, IsData = inputs.Any(input => input.IsData), IsUniform = inputs.All(IsUniform), IsBlocked = inputs.Any(input => input.IsBlocked) };
        return MergeReach(scope, result, inputs);
    }

    /// <summary>Takes over what the inputs depend on; drops the image where their steps differ.</summary>
    public static TensorFact MergeReach(NodeScope scope, TensorFact result, IEnumerable<TensorFact> inputs)
    {
        var all = inputs.ToArray();
        foreach (var image in (ImageAxis[])[ImageAxis.Rows, ImageAxis.Columns])
        {
            var reaches = all.Where(input => input.Runs(image)).Select(input => input.Reach(image)).ToArray();
            if (reaches.Length == 0)
            {
                continue;
            }

            if (reaches.Any(reach => reach.Step != reaches[0].Step))
            {
                scope.Break("puts images of different scales together");
                return result.WithoutSpace();
            }

            result = result.WithReach(image, reaches.Aggregate((a, b) => a.Merge(b)));
        }

        return result;
    }

    private static IReadOnlyList<AxisPart> CombineAxis(NodeScope scope, IReadOnlyList<TensorFact> inputs, int fromEnd)
    {
        var reaching = inputs.Where(input => input.Axes.Count >= -fromEnd)
            .Select(input => (Fact: input, Parts: input.Axes[input.Axes.Count + fromEnd]))
            .Where(pair => TensorFact.LengthOf(pair.Parts) != 1 || TensorFact.IsSpatial(pair.Parts)).ToArray();
        if (reaching.Length == 0)
        {
            return TensorFact.PlainAxis(1);
        }

        var longest = reaching.Max(pair => TensorFact.LengthOf(pair.Parts));
        if (reaching.Any(pair => TensorFact.LengthOf(pair.Parts) != longest && TensorFact.LengthOf(pair.Parts) != 1))
        {
            throw new UnknownTensorException();
        }

        var spatial = reaching.Where(pair => TensorFact.IsSpatial(pair.Parts)).ToArray();
        if (spatial.Length == 0)
        {
            return reaching.First(pair => TensorFact.LengthOf(pair.Parts) == longest).Parts;
        }

        var parts = spatial[0].Parts;
        if (spatial.Any(pair => !Spatial(pair.Parts).SequenceEqual(Spatial(parts))))
        {
            scope.Break("puts different axes of the image together");
            return TensorFact.PlainAxis(longest);
        }

        // a channel's own value within a mixed axis (group normalisation) is no place in the tile; data without a place lost it in a node that is named
        if (reaching.Any(pair => !TensorFact.IsSpatial(pair.Parts) && !pair.Fact.IsData && !IsUniform(pair.Fact) && parts.All(part => part.Image != ImageAxis.None)))
        {
            scope.Break(Positional);
        }

        return parts;
    }

    private static IEnumerable<AxisPart> Spatial(IEnumerable<AxisPart> parts) => parts.Where(part => part.Image != ImageAxis.None);

    private static bool IsUniform(TensorFact fact) =>
        !fact.IsData && !fact.HasSpace && (fact.IsUniform || fact.Count == 1 || (fact.Values is { } values && values.All(value => value == values[0])));
}
