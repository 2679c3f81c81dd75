namespace RasterAnalysis.Locality;

/// <summary>Elements of a small constant, in row-major order, and how operators lay them out anew. Nothing is changed in place.</summary>
/// <param name="Shape">Lengths of the axes.</param>
/// <param name="Values">The elements.</param>
internal sealed record ConstantArray(int[] Shape, double[] Values)
{
    private int[] Strides
    {
        get
        {
            var strides = new int[Shape.Length];
            for (var (axis, stride) = (Shape.Length - 1, 1); axis >= 0; axis--)
            {
                strides[axis] = stride;
                stride *= Shape[axis];
            }

            return strides;
        }
    }

    /// <summary>Repeats it to a larger shape, by ONNX's broadcasting.</summary>
    public ConstantArray Spread(int[] shape)
    {
        var (strides, missing) = (Strides, shape.Length - Shape.Length);
        return Pick([.. shape.Select((length, axis) => Places(length, i => axis < missing || Shape[axis - missing] == 1 ? 0 : i * strides[axis - missing]))]);
    }

    /// <summary>Repeats it along its axes.</summary>
    public ConstantArray Tile(int[] shape)
    {
        var strides = Strides;
        return Pick([.. shape.Select((length, axis) => Places(length, i => i % Shape[axis] * strides[axis]))]);
    }

    /// <summary>Puts its axes into another order.</summary>
    public ConstantArray Transpose(int[] order)
    {
        var strides = Strides;
        return Pick([.. order.Select(axis => Places(Shape[axis], i => i * strides[axis]))]);
    }

    /// <summary>Takes places of one axis.</summary>
    public ConstantArray Slice(int axis, SliceRange range)
    {
        var strides = Strides;
        return Pick([.. Shape.Select((length, i) => i == axis ? Places(range.Count, j => (int)(range.First + (j * range.Step)) * strides[i]) : Places(length, j => j * strides[i]))]);
    }

    /// <summary>Takes places of one axis in the order of an array of places, whose axes take that axis's place.</summary>
    public ConstantArray Gather(int axis, ConstantArray places)
    {
        var strides = Strides;
        var chosen = Pick([.. Shape.Select((length, i) => i == axis ? [.. places.Values.Select(place => Place(place, length) * strides[i])] : Places(length, j => j * strides[i]))]);
        return chosen with { Shape = [.. Shape[..axis], .. places.Shape, .. Shape[(axis + 1)..]] };
    }

    /// <summary>Reduces axes to one element each.</summary>
    /// <returns>The elements; in the same order whether the axes are kept or not.</returns>
    public double[] Reduce(IReadOnlySet<int> axes, Func<IEnumerable<double>, double> combine)
    {
        var groups = new Dictionary<int, List<double>>();
        for (var i = 0; i < Values.Length; i++)
        {
            var (rest, group, stride) = (i, 0, 1);
            for (var axis = Shape.Length - 1; axis >= 0; axis--)
            {
                if (!axes.Contains(axis))
                {
                    group += rest % Shape[axis] * stride;
                    stride *= Shape[axis];
                }

                rest /= Shape[axis];
            }

            groups.TryAdd(group, []);
            groups[group].Add(Values[i]);
        }

        return [.. groups.OrderBy(pair => pair.Key).Select(pair => combine(pair.Value))];
    }

    /// <summary>Puts arrays behind one another.</summary>
    public static double[] Concat(IReadOnlyList<ConstantArray> arrays, int axis)
    {
        var outer = arrays[0].Shape.Take(axis).Aggregate(1, (product, d) => product * d);
        var result = new List<double>();
        for (var i = 0; i < outer; i++)
        {
            foreach (var array in arrays)
            {
                var length = array.Values.Length / outer;
                result.AddRange(array.Values.AsSpan(i * length, length));
            }
        }

        return [.. result];
    }

    /// <summary>Elements by their offsets: along each axis of the result a list, and an element's offset is the sum.</summary>
    private ConstantArray Pick(int[][] offsets)
    {
        int[] shape = [.. offsets.Select(list => list.Length)];
        var result = new double[shape.Aggregate(1, (product, d) => checked(product * d))];
        for (var i = 0; i < result.Length; i++)
        {
            var (rest, offset) = (i, 0);
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                offset += offsets[axis][rest % shape[axis]];
                rest /= shape[axis];
            }

            result[i] = Values[offset];
        }

        return new ConstantArray(shape, result);
    }

    private static int[] Places(long count, Func<int, int> offset) => [.. Enumerable.Range(0, checked((int)count)).Select(offset)];

    private static int Place(double place, int length)
    {
        var at = place < 0 ? place + length : place;
        return at >= 0 && at < length ? (int)at : throw new UnknownTensorException();
    }
}
