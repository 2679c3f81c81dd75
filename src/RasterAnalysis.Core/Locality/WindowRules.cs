namespace RasterAnalysis.Locality;

/// <summary>Operators that slide a window over the image: convolutions and pooling. Shapes: ONNX's <c>Conv</c>, <c>ConvTranspose</c>, <c>MaxPool</c>.</summary>
internal static class WindowRules
{
    // beyond any place, and far from overflow
    private const long Furthest = 1 << 30;

    public static TensorFact Conv(NodeScope scope) => Convolve(scope, 1);

    /// <summary>x, its scale and zero point, w, …</summary>
    public static TensorFact QLinearConv(NodeScope scope) => Convolve(scope, 3);

    /// <summary>With an activation within, and with a fourth input that is added to what the convolution gives.</summary>
    public static TensorFact FusedConv(NodeScope scope) =>
        scope.Node.Input(3).Length > 0 ? ElementwiseRules.Combine(scope, [Conv(scope), scope.Input(3)]) : Conv(scope);

    public static TensorFact ConvTranspose(NodeScope scope)
    {
        var (image, weights) = (scope.Input(0).Normalize(), scope.Input(1).Shape);
        var kernel = Spatial(scope, "kernel_shape", weights.Length - 2) ?? [.. weights.Skip(2).Select(d => (long)d)];
        var count = kernel.Length;
        var strides = Spatial(scope, "strides", count) ?? Ones(count);
        var dilations = Spatial(scope, "dilations", count) ?? Ones(count);
        var extra = Spatial(scope, "output_padding", count) ?? new long[count];
        var pads = scope.Node.Ints("pads") is { Count: > 0 } given ? given.ToArray() : new long[2 * count];
        var shape = image.Shape;
        var sizes = Spatial(scope, "output_shape", count);
        var mode = scope.Node.Text("auto_pad", "NOTSET");
        var result = image.WithAxis(1, TensorFact.PlainAxis(checked((int)(weights[1] * scope.Node.Int("group", 1)))));
        for (var i = 0; i < count; i++)
        {
            var reach = dilations[i] * (kernel[i] - 1);
            var full = (strides[i] * (shape[i + 2] - 1)) + extra[i] + reach + 1;
            if (mode is "SAME_UPPER" or "SAME_LOWER" || sizes is not null)
            {
                var wanted = sizes?[i] ?? (shape[i + 2] * strides[i]);
                var total = Math.Max(0, full - wanted);
                pads[i] = mode == "SAME_UPPER" ? total / 2 : total - (total / 2);
                pads[i + count] = total - pads[i];
            }

            // output o gets from the elements e with o = stride·e + dilation·k − pad, for k from 0 to kernel − 1
            var (first, last) = ((Fraction)Furthest, (Fraction)(-Furthest));
            for (var o = 0L; o < strides[i]; o++)
            {
                var place = new Fraction(o, strides[i]);
                first = Fraction.Min(first, new Fraction(o + pads[i] - reach, strides[i]).Ceiling() - place);
                last = Fraction.Max(last, new Fraction(o + pads[i], strides[i]).Floor() - place);
            }

            result = Replace(scope, result, i + 2, full - pads[i] - pads[i + count], r => r.Rescale(new Fraction(1, strides[i]), first, last));
        }

        return result;
    }

    public static TensorFact Pool(NodeScope scope)
    {
        var image = scope.Input(0).Normalize();
        var kernel = Spatial(scope, "kernel_shape", image.Axes.Count - 2) ?? throw new UnknownTensorException();
        return Slide(scope, image, kernel);
    }

    /// <summary>Pooling over the whole tile: the image's axes shrink to 1.</summary>
    public static TensorFact GlobalPool(NodeScope scope)
    {
        var image = scope.Input(0);
        scope.TakesWholeTile = true;
        if (image.HasSpace)
        {
            scope.Break("pools over the whole tile");
        }

        return TensorFact.Plain(image.Shape.Select((length, axis) => axis < 2 ? length : 1), image.IsData);
    }

    private static TensorFact Convolve(NodeScope scope, int weightsInput)
    {
        var (image, weights) = (scope.Input(0).Normalize(), scope.Input(weightsInput).Shape);
        var kernel = Spatial(scope, "kernel_shape", weights.Length - 2) ?? [.. weights.Skip(2).Select(d => (long)d)];
        return Slide(scope, image.WithAxis(1, TensorFact.PlainAxis(weights[0])), kernel);
    }

    private static TensorFact Slide(NodeScope scope, TensorFact image, long[] kernel)
    {
        var count = kernel.Length;
        var strides = Spatial(scope, "strides", count) ?? Ones(count);
        var dilations = Spatial(scope, "dilations", count) ?? Ones(count);
        var pads = scope.Node.Ints("pads") is { Count: > 0 } given ? given.ToArray() : new long[2 * count];
        var mode = scope.Node.Text("auto_pad", "NOTSET");
        var rounding = scope.Node.Int("ceil_mode", 0) != 0 ? 1 : 0;
        var shape = image.Shape;
        for (var i = 0; i < count; i++)
        {
            var reach = dilations[i] * (kernel[i] - 1);
            var length = shape[i + 2];
            if (mode is "SAME_UPPER" or "SAME_LOWER")
            {
                var total = Math.Max(0, ((new Fraction(length, strides[i]).Ceiling() - 1) * strides[i]) + reach + 1 - length);
                pads[i] = mode == "SAME_UPPER" ? total / 2 : total - (total / 2);
                pads[i + count] = total - pads[i];
            }

            var room = new Fraction(length + pads[i] + pads[i + count] - reach - 1, strides[i]);
            var (pad, stride) = (pads[i], strides[i]);
            image = Replace(
                scope, image, i + 2, (rounding == 1 ? room.Ceiling() : room.Floor()) + 1, r => r.Slide(stride, -pad, reach - pad));
        }

        return image;
    }

    /// <summary>Gives an axis its new length, and the image axis that it runs along its new reach.</summary>
    private static TensorFact Replace(NodeScope scope, TensorFact image, int axis, long length, Func<AxisReach, AxisReach> change)
    {
        if (length is <= 0 or > int.MaxValue)
        {
            throw new UnknownTensorException();
        }

        var along = image.PureImageAxis(axis);
        if (along is null)
        {
            scope.Break("slides over several axes of the image laid into one");
            return image.WithoutSpace().WithAxis(axis, TensorFact.PlainAxis((int)length));
        }

        var result = image.WithAxis(axis, [new AxisPart(along.Value, (int)length)]);
        return along == ImageAxis.None ? result : result.WithReach(along.Value, change(image.Reach(along.Value)));
    }

    private static long[]? Spatial(NodeScope scope, string name, int count) =>
        scope.Node.Ints(name) is { Count: > 0 } ints && ints.Count == count ? [.. ints] : null;

    private static long[] Ones(int count) => [.. Enumerable.Repeat(1L, count)];
}
