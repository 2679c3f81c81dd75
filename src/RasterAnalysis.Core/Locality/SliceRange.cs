namespace RasterAnalysis.Locality;

/// <summary>Places of an axis that ONNX's <c>Slice</c> takes: <c>First + Step·j</c> for j below <c>Count</c>.</summary>
internal readonly record struct SliceRange(long First, long Step, long Count)
{
    /// <summary>Of bounds as they stand in the graph: negative ones count from the end, and beyond the axis they are cut.</summary>
    public static SliceRange Of(long start, long end, long step, int length)
    {
        if (step == 0)
        {
            throw new UnknownTensorException();
        }

        var (lowest, highest) = step > 0 ? (0, length) : (-1, length - 1);
        var first = Math.Clamp(start < 0 ? start + length : start, Math.Min(0, highest), highest);
        var last = Math.Clamp(end < 0 ? end + length : end, lowest, highest);
        return new SliceRange(first, step, Math.Max(0, new Fraction(last - first, step).Ceiling()));
    }
}
