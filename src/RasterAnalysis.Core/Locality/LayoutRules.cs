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

        int[] lengths = [.. dimensions.Select(d => checked((int)d))];
        return image.IsBlocked ? Blocks(image, lengths) : To(scope, image, lengths);
    }

    /// <summary>Between four axes and the five as which channels in blocks lie in memory; ONNX Runtime reshapes such tensors in no other way.</summary>
    private static TensorFact Blocks(TensorFact image, int[] shape)
    {
        var isSame = image.Shape is [var n, var c, var h, var w] && shape is [var batch, var blocks, var rows, var columns, var size]
            ? (n, c, h, w) == (batch, blocks * size, rows, columns)
            : image.Shape is [var n5, var blocks5, var h5, var w5, var size5] && shape is [var batch4, var c4, var h4, var w4] && (n5, blocks5 * size5, h5, w5) == (batch4, c4, h4, w4);
        return !isSame ? throw new UnknownTensorException() : image with
        {
            Axes = [image.Axes[0], TensorFact.PlainAxis(shape[1]), image.Axes[2], image.Axes[3], .. shape.Skip(4).Select(TensorFact.PlainAxis)],
            Values = null,
        };
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
        return image with { Axes = [.. Order(scope, image.Axes.Count).Select(axis => image.Axes[axis])], Values = null };
    }

    /// <summary>Axes in the order in which <c>Transpose</c> puts them.</summary>
    public static int[] Order(NodeScope scope, int rank)
    {
        int[] order = scope.Node.Ints("perm") is { } given ? [.. given.Select(axis => NodeScope.Axis(axis, rank))] : [.. Enumerable.Range(0, rank).Reverse()];
        return order.Length == rank && order.Distinct().Count() == rank ? order : throw new UnknownTensorException();
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
        return Ranges(scope, image.Shape).Aggregate(image, (fact, cut) => Cut(scope, fact, cut.Axis, cut.Range));
    }

    /// <summary>What <c>Slice</c> takes of each axis that it names.</summary>
    public static IReadOnlyList<(int Axis, SliceRange Range)> Ranges(NodeScope scope, int[] shape)
    {
        var starts = scope.Ints("starts", 1) ?? throw new UnknownTensorException();
        var ends = scope.Ints("ends", 2) ?? throw new UnknownTensorException();
        var axes = scope.Ints("axes", 3) ?? [.. Enumerable.Range(0, starts.Length).Select(i => (long)i)];
        var steps = scope.Values(4) is { } given ? [.. given.Select(NodeScope.ToInt64)] : Enumerable.Repeat(1L, starts.Length).ToArray();
        return [.. starts.Select((start, i) =>
        {
            var axis = NodeScope.Axis(axes[i], shape.Length);
            return (axis, SliceRange.Of(start, ends[i], steps[i], shape[axis]));
        })];
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
            results.Add(Cut(scope, image, axis, new SliceRange(start, 1, size)));
            start += size;
        }

        return results;
    }

    public static TensorFact Concat(NodeScope scope) => Join(scope, [.. Enumerable.Range(0, scope.InputCount).Select(scope.Input)]);

    /// <summary>The result's scale and zero point, then each tensor with its own.</summary>
    public static TensorFact QLinearConcat(NodeScope scope) => Join(scope, [.. Enumerable.Range(0, scope.InputCount).Where(i => i % 3 == 2).Select(scope.Input)]);

    private static TensorFact Join(NodeScope scope, IEnumerable<TensorFact> tensors)
    {
        TensorFact[] inputs = [.. tensors.Select(tensor => tensor.Normalize())];
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

    private static TensorFact Cut(NodeScope scope, TensorFact image, int axis, SliceRange range)
    {
        if (range == new SliceRange(0, 1, TensorFact.LengthOf(image.Axes[axis])))
        {
            return image;
        }

        var values = image.Values is { } known ? new ConstantArray(image.Shape, known).Slice(axis, range).Values : null;
        if (range.Step < 0 && TensorFact.IsSpatial(image.Axes[axis]))
        {
            scope.Break("turns the tile round");
            image = image.WithoutSpace();
        }

        return Shift(scope, image, axis, range.Count, range.Step, range.First) with { Values = values };
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
