namespace RasterAnalysis.Locality;

/// <summary>Operators that change the image's scale: <c>Resize</c>, <c>Upsample</c>, <c>DepthToSpace</c>, <c>SpaceToDepth</c>.</summary>
internal static class ResizeRules
{
    public static TensorFact Resize(NodeScope scope)
    {
        // opset 10: x, scales; from 11: x, roi, scales, sizes
        var isOld = scope.Opset < 11;
        var scales = scope.TryInput(isOld ? 1 : 2) is { Values: { Length: > 0 } given } ? given : null;
        var sizes = !isOld && scales is null ? scope.Values(3) : null;
        return Change(
            scope, scales, sizes,
            isOld ? "asymmetric" : scope.Node.Text("coordinate_transformation_mode", "half_pixel"),
            scope.Node.Text("mode", "nearest"),
            isOld ? "floor" : scope.Node.Text("nearest_mode", "round_prefer_floor"),
            scope.Node.Int("antialias", 0) != 0);
    }

    /// <summary>Opset 9 and before: scales as an input, or before that as an attribute.</summary>
    public static TensorFact Upsample(NodeScope scope) => Change(
        scope, scope.Node.Attribute("scales")?.Floats.Select(scale => (double)scale).ToArray() ?? scope.Values(1), null,
        "asymmetric", scope.Node.Text("mode", "nearest"), "floor", false);

    /// <summary>ONNX Runtime's of blocked channels: whole scales.</summary>
    public static TensorFact BlockedUpsample(NodeScope scope) => Change(
        scope, scope.Node.Ints("scales")?.Select(scale => (double)scale).ToArray(), null,
        scope.Node.Text("coordinate_transformation_mode", "asymmetric"), scope.Node.Text("mode", "nearest"), "floor", false);

    public static TensorFact DepthToSpace(NodeScope scope)
    {
        var (image, block) = (scope.Input(0).Normalize(), checked((int)scope.Node.Int("blocksize", 1)));
        var result = image.WithAxis(1, TensorFact.PlainAxis(image.Shape[1] / (block * block)));
        for (var axis = 2; axis < 4; axis++)
        {
            result = Rescale(scope, result, axis, image.Shape[axis] * block, new Fraction(1, block), new Fraction(1 - block, block), 0);
        }

        return result;
    }

    public static TensorFact SpaceToDepth(NodeScope scope)
    {
        var (image, block) = (scope.Input(0).Normalize(), checked((int)scope.Node.Int("blocksize", 1)));
        var result = image.WithAxis(1, TensorFact.PlainAxis(image.Shape[1] * block * block));
        for (var axis = 2; axis < 4; axis++)
        {
            result = Rescale(scope, result, axis, image.Shape[axis] / block, block, 0, block - 1);
        }

        return result;
    }

    private static TensorFact Change(
        NodeScope scope, double[]? scales, double[]? sizes, string coordinates, string mode, string nearestMode, bool isAntialiased)
    {
        var image = scope.Input(0).Normalize();
        var shape = image.Shape;
        int[] axes = scope.Node.Ints("axes") is { } chosen ? [.. chosen.Select(axis => NodeScope.Axis(axis, shape.Length))] : [.. Enumerable.Range(0, shape.Length)];
        if ((scales ?? sizes) is not { } numbers || numbers.Length != axes.Length)
        {
            throw new UnknownTensorException();
        }

        var result = image;
        for (var i = 0; i < axes.Length; i++)
        {
            var (axis, length) = (axes[i], shape[axes[i]]);
            var output = checked((int)(scales is null ? numbers[i] : Math.Floor(length * numbers[i])));
            if (output <= 0)
            {
                throw new UnknownTensorException();
            }

            if (output == length)
            {
                continue;
            }

            var scale = new Fraction(length, output);
            var isExact = scales is null || Math.Abs((length * numbers[i]) - output) < 1e-4;
            var reach = ResizeSampling.Reach(scale, coordinates, mode, nearestMode, isAntialiased);
            if (reach is null || !isExact)
            {
                if (image.PureImageAxis(axis) != ImageAxis.None)
                {
                    scope.Break($"resizes by a rule that depends on the tile's size ({(isExact ? coordinates : "a scale that leaves a rest")})");
                }

                // near the place where half_pixel would take it
                var (about, upTo) = ResizeSampling.Reach(scale, "half_pixel", mode, nearestMode, isAntialiased)!.Value;
                reach = (about - 1, upTo + 1);
            }

            result = Rescale(scope, result, axis, output, scale, reach.Value.First, reach.Value.Last);
        }

        return result;
    }

    private static TensorFact Rescale(NodeScope scope, TensorFact image, int axis, int length, Fraction scale, Fraction first, Fraction last)
    {
        var along = image.PureImageAxis(axis);
        if (along is null)
        {
            scope.Break("resizes several axes of the image laid into one");
            return image.WithoutSpace().WithAxis(axis, TensorFact.PlainAxis(length));
        }

        var result = image.WithAxis(axis, [new AxisPart(along.Value, length)]);
        return along == ImageAxis.None ? result : result.WithReach(along.Value, image.Reach(along.Value).Rescale(scale, first, last));
    }
}
