namespace RasterAnalysis.Locality;

/// <summary>Operators that lay elements out anew without changing them: reshape, transpose, slice, concatenate, pad and their like.</summary>
internal static class LayoutRules
{
    public static TensorFact Reshape(NodeScope scope)
    {
        var image = scope.Input(0);
        var target = scope.Values(1) ?? scope.Node.Ints("shape")?.Select(d => (double)d).ToArray() ?? throw new UnknownTensorException();
        var shape = image.Shape;
        var dimensions = target.Select((d, i) => d == 0 && scope.Node.Int("allowzero", 0) == 0 ? shape[i] : (long)d).ToArray();
        var free = Array.IndexOf(dimensions, -1);
        if (free >= 0)
        {
            var others = dimensions.Where(d => d >= 0).Aggregate(1L, (product, d) => product * d);
            dimensions[free] = others == 0 ? 0 : image.Count / others;
        }

        return To(scope, image, [.. dimensions.Select(d => checked((int)d))]);
    }

    public static TensorFact Flatten(NodeScope scope)
    {
        var image = scope.Input(0);
        var shape = image.Shape;
        var axis = scope.Node.Int("axis", 1) is var given && given == shape.Length ? shape.Length : NodeScope.Axis(given, shape.Length);
        return To(scope, image, [Product(shape[..axis]), Product(shape[axis..])]);
    }

    public static TensorFact Transpose(NodeScope scope)
    {
        var image = scope.Input(0);
        var order = scope.Node.Ints("perm") is { } given ? given.ToArray() : [.. Enumerable.Range(0, image.Axes.Count).Select(i => (long)(image.Axes.Count - 1 - i))];
        return order.Length == image.Axes.Count
            ? image with { Axes = [.. order.Select(axis => image.Axes[NodeScope.Axis(axis, order.Length)])], Values = null }
            : throw new UnknownTensorException();
    }

    public static TensorFact Squeeze(NodeScope scope)
    {
        var image = scope.Input(0);
        var axes = scope.Ints("axes", 1) is { } given ? given.Select(axis => NodeScope.Axis(axis, image.Axes.Count)).ToHashSet()
            : [.. Enumerable.Range(0, image.Axes.Count).Where(axis => TensorFact.LengthOf(image.Axes[axis]) == 1)];
        return image with { Axes = [.. image.Axes.Where((_, axis) => !axes.Contains(axis))] };
    }

    public static TensorFact Unsqueeze(NodeScope scope)
    {
        var image = scope.Input(0);
        var given = scope.Ints("axes", 1) ?? throw new UnknownTensorException();
        var rank = image.Axes.Count + given.Length;
        var axes = given.Select(axis => NodeScope.Axis(axis, rank)).ToHashSet();
        var old = 0;
        return image with
        {
            Axes = [.. Enumerable.Range(0, rank).Select(axis => axes.Contains(axis) ? TensorFact.PlainAxis(1) : image.Axes[old++])],
        };
    }

    public static TensorFact Slice(NodeScope scope)
    {
        var image = scope.Input(0).Normalize();
        var starts = scope.Ints("starts", 1) ?? throw new UnknownTensorException();
        var ends = scope.Ints("ends", 2) ?? throw new UnknownTensorException();
        var axes = scope.Ints("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = scope.Values(4) is { } given ? [.. given.Select(NodeScope.ToInt64)] : Enumerable.Repeat(1L, starts.Length).ToArray();
        for (var i = 0; i < starts.Length; i++)
        {
            var axis = NodeScope.Axis(axes[i], image.Axes.Count);
            image = Cut(scope, image, axis, starts[i], ends[i], steps[i]);
        }

        return image;
    }

    public static IReadOnlyList<TensorFact> Split(NodeScope scope)
    {
        var image = scope.Input(0).Normalize();
        var axis = NodeScope.Axis(scope.Node.Int("axis", 0), image.Axes.Count);
        var parts = scope.Node.Outputs.Count;
        var length = TensorFact.LengthOf(image.Axes[axis]);
        var sizes = scope.Ints("split", 1) ?? [.. Enumerable.Range(0, parts).Select(i => Math.Min(Even(length, parts), length - (Even(length, parts) * (long)i)))];
        var results = new List<TensorFact>();
        var start = 0L;
        foreach (var size in sizes)
        {
            results.Add(Cut(scope, image, axis, start, start + size, 1));
            start += size;
        }

        return results;
    }

    public static TensorFact Concat(NodeScope scope)
    {
        TensorFact[] inputs = [.. Enumerable.Range(0, scope.InputCount).Select(i => scope.Input(i).Normalize())];
        var axis = NodeScope.Axis(scope.Node.Int("axis", 1), inputs[0].Axes.Count);
        var length = inputs.Sum(input => TensorFact.LengthOf(input.Axes[axis]));
        if (inputs.Any(input => TensorFact.IsSpatial(input.Axes[axis])))
        {
            scope.Break("puts pieces of the tile behind one another");
            return TensorFact.Plain(inputs[0].Shape.Select((d, i) => i == axis ? length : d), true);
        }

        var shortened = inputs.Select(input => input.WithAxis(axis, TensorFact.PlainAxis(1))).ToArray();
        return ElementwiseRules.Combine(scope, shortened).WithAxis(axis, TensorFact.PlainAxis(length));
    }

    public static TensorFact Gather(NodeScope scope)
    {
        var (image, indices) = (scope.Input(0).Normalize(), scope.Input(1));
        var axis = NodeScope.Axis(scope.Node.Int("axis", 0), image.Axes.Count);
        if (TensorFact.IsSpatial(image.Axes[axis]))
        {
            scope.Break("picks places of the tile");
            image = image.WithoutSpace();
        }

        return image with { Axes = [.. image.Axes.Take(axis), .. indices.Axes, .. image.Axes.Skip(axis + 1)], Values = null };
    }

    public static TensorFact Pad(NodeScope scope)
    {
        var image = scope.Input(0).Normalize();
        var pads = scope.Ints("pads", 1) ?? throw new UnknownTensorException();
        int[] axes = scope.Values(3) is { } given
            ? [.. given.Select(axis => NodeScope.Axis((long)axis, image.Axes.Count))] : [.. Enumerable.Range(0, image.Axes.Count)];
        if (pads.Length != 2 * axes.Length)
        {
            throw new UnknownTensorException();
        }

        for (var i = 0; i < axes.Length; i++)
        {
            var (before, after) = (pads[i], pads[i + axes.Length]);
            if (before != 0 || after != 0)
            {
                image = Shift(scope, image, axes[i], TensorFact.LengthOf(image.Axes[axes[i]]) + before + after, 1, -before);
            }
        }

        return image;
    }

    public static TensorFact Expand(NodeScope scope)
    {
        var image = scope.Input(0);
        var target = scope.Values(1) ?? throw new UnknownTensorException();
        return ElementwiseRules.Combine(scope, [image, TensorFact.Plain(target.Select(d => checked((int)d)), isData: false) with { IsUniform = true }]);
    }

    public static TensorFact Tile(NodeScope scope)
    {
        var image = scope.Input(0);
        var repeats = scope.Values(1) ?? throw new UnknownTensorException();
        for (var axis = 0; axis < repeats.Length; axis++)
        {
            if (repeats[axis] != 1)
            {
                image = Longer(scope, image, axis, repeats[axis]);
            }
        }

        return image;
    }

    private static TensorFact Longer(NodeScope scope, TensorFact image, int axis, double times)
    {
        if (TensorFact.IsSpatial(image.Axes[axis]))
        {
            scope.Break("repeats the tile");
            image = image.WithoutSpace();
        }

        return image.WithAxis(axis, TensorFact.PlainAxis(checked((int)(TensorFact.LengthOf(image.Axes[axis]) * times))));
    }

    /// <summary>Cuts the flat list of parts into axes of the given lengths. Plain parts may be cut, parts that run along the image may not.</summary>
    private static TensorFact To(NodeScope scope, TensorFact image, int[] shape)
    {
        if (shape.Aggregate(1L, (product, d) => product * d) != image.Count)
        {
            throw new UnknownTensorException();
        }

        var parts = new Queue<AxisPart>(image.Axes.SelectMany(axis => axis).Where(part => part.Length > 1));
        var axes = new List<IReadOnlyList<AxisPart>>();
        AxisPart? rest = null;
        foreach (var length in shape)
        {
            var (axis, left) = (new List<AxisPart>(), (long)length);
            while (left > 1)
            {
                var part = rest ?? parts.Dequeue();
                rest = null;
                if (left % part.Length == 0)
                {
                    axis.Add(part);
                    left /= part.Length;
                }
                else if (part.Image == ImageAxis.None && part.Length % left == 0)
                {
                    axis.Add(new AxisPart(ImageAxis.None, (int)left));
                    rest = new AxisPart(ImageAxis.None, (int)(part.Length / left));
                    left = 1;
                }
                else
                {
                    scope.Break("cuts the tile into windows");
                    return TensorFact.Plain(shape, image.IsData);
                }
            }

            axes.Add(axis.Count > 0 ? axis : TensorFact.PlainAxis(length));
        }

        return image with { Axes = axes };
    }

    private static TensorFact Cut(NodeScope scope, TensorFact image, int axis, long start, long end, long step)
    {
        var length = TensorFact.LengthOf(image.Axes[axis]);
        if (step < 0)
        {
            if (TensorFact.IsSpatial(image.Axes[axis]))
            {
                scope.Break("turns the tile round");
                image = image.WithoutSpace();
            }

            return image with { Values = null };
        }

        var first = Math.Clamp(start < 0 ? start + length : start, 0, length);
        var last = Math.Clamp(end < 0 ? end + length : end, 0, length);
        var count = Math.Max(0, new Fraction(last - first, step).Ceiling());
        return count == length ? image : Shift(scope, image, axis, count, step, first);
    }

    /// <summary>Output j of an axis becomes element <c>step·j + first</c>.</summary>
    private static TensorFact Shift(NodeScope scope, TensorFact image, int axis, long length, long step, long first)
    {
        if (length is < 0 or > int.MaxValue)
        {
            throw new UnknownTensorException();
        }

        var along = image.PureImageAxis(axis);
        if (along is null)
        {
            scope.Break("cuts several axes of the image laid into one");
            return image.WithoutSpace().WithAxis(axis, TensorFact.PlainAxis((int)length));
        }

        var result = image.WithAxis(axis, [new AxisPart(along.Value, (int)length)]);
        return along == ImageAxis.None ? result : result.WithReach(along.Value, image.Reach(along.Value).Slide(step, first, first));
    }

    private static int Even(int length, int parts) => (length + parts - 1) / parts;

    private static int Product(IEnumerable<int> lengths) => lengths.Aggregate(1, (product, d) => checked(product * d));
}
