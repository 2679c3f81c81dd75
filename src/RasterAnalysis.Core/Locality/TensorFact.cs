namespace RasterAnalysis.Locality;

/// <summary>What is known of one tensor of a graph, for one size of the input.</summary>
internal sealed record TensorFact
{
    /// <summary>Axes in order, each as the parts that it is made of.</summary>
    public required IReadOnlyList<IReadOnlyList<AxisPart>> Axes { get; init; }

    /// <summary>Reach along the rows; means something only where a part runs along them.</summary>
    public AxisReach Rows { get; init; } = AxisReach.Identity;

    /// <summary>Reach along the columns.</summary>
    public AxisReach Columns { get; init; } = AxisReach.Identity;

    /// <summary>Whether the elements depend on the input's values.</summary>
    public bool IsData { get; init; }

    /// <summary>Whether they depend on the image in a way that could not be followed, after a node that breaks locality: then there is no receptive field.</summary>
    public bool IsLost { get; init; }

    /// <summary>
    /// Whether ONNX Runtime lays the channels in blocks (<c>NCHWc</c>): in memory they come in the order batch, block, row, column, channel of the block, though
    /// the axes are batch, channels, rows, columns. It matters where such a tensor is reshaped.
    /// </summary>
    public bool IsBlocked { get; init; }

    /// <summary>Elements of small constants in row-major order; null for others.</summary>
    public double[]? Values { get; init; }

    /// <summary>Whether the elements are of an integer type or booleans.</summary>
    public bool IsInteger { get; init; }

    /// <summary>For constants whose elements are not kept: whether they are all the same.</summary>
    public bool IsUniform { get; init; }

    /// <summary>Lengths of the axes.</summary>
    public int[] Shape => [.. Axes.Select(LengthOf)];

    /// <summary>Number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, length) => product * length);

    /// <summary>Whether an axis runs along the image.</summary>
    public bool HasSpace => Axes.Any(IsSpatial);

    /// <summary>A tensor without spatial axes.</summary>
    public static TensorFact Plain(IEnumerable<int> shape, bool isData) =>
        new() { Axes = [.. shape.Select(length => PlainAxis(length))], IsData = isData };

    /// <summary>A small constant.</summary>
    public static TensorFact Constant(IReadOnlyList<int> shape, double[] values, bool isInteger) =>
        Plain(shape, isData: false) with { Values = values, IsInteger = isInteger };

    public static IReadOnlyList<AxisPart> PlainAxis(int length) => [new AxisPart(ImageAxis.None, length)];

    public static int LengthOf(IReadOnlyList<AxisPart> axis) => axis.Aggregate(1, (product, part) => checked(product * part.Length));

    public static bool IsSpatial(IReadOnlyList<AxisPart> axis) => axis.Any(part => part.Image != ImageAxis.None);

    /// <summary>The axis of the image that an axis runs along and nothing else; None when it is not spatial; null when it is mixed.</summary>
    public ImageAxis? PureImageAxis(int axis)
    {
        var parts = Axes[axis].Where(part => part.Length > 1 || part.Image != ImageAxis.None).ToArray();
        return parts.Length switch
        {
            0 => ImageAxis.None,
            1 => parts[0].Image,
            _ => parts.Any(part => part.Image != ImageAxis.None) ? null : ImageAxis.None,
        };
    }

    public bool Runs(ImageAxis image) => Axes.Any(axis => axis.Any(part => part.Image == image));

    public AxisReach Reach(ImageAxis image) => image == ImageAxis.Rows ? Rows : Columns;

    public TensorFact WithReach(ImageAxis image, AxisReach reach) => image == ImageAxis.Rows ? this with { Rows = reach } : this with { Columns = reach };

    /// <summary>The same elements without any memory of the image.</summary>
    public TensorFact WithoutSpace() => Plain(Shape, IsData) with { IsInteger = IsInteger, IsLost = IsLost || HasSpace };

    public TensorFact WithAxis(int axis, IReadOnlyList<AxisPart> parts) =>
        this with { Axes = [.. Axes.Select((old, i) => i == axis ? parts : old)], Values = null };

    /// <summary>
    /// Writes an axis of an image axis followed by a plain factor, which is how exporters lay pixels out of channels, as one image axis of finer
    /// step.
    /// </summary>
    public TensorFact Normalize()
    {
        var fact = this;
        for (var i = 0; i < Axes.Count; i++)
        {
            var parts = Axes[i].Where(part => part.Length > 1 || part.Image != ImageAxis.None).ToArray();
            if (parts.Length == 2 && parts[0].Image != ImageAxis.None && parts[1].Image == ImageAxis.None)
            {
                var (image, factor) = (parts[0].Image, parts[1].Length);
                fact = fact.WithAxis(i, [new AxisPart(image, LengthOf(parts))])
                    .WithReach(image, fact.Reach(image).Rescale(new Fraction(1, factor), new Fraction(1 - factor, factor), 0));
            }
        }

        return fact;
    }
}
