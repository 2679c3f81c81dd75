namespace RasterAnalysis.Detection.Overlap;

/// <summary>
/// Which of two objects comes first: the surer one; of equally sure ones the upper, then the left one, then by class and the rest of the box and the mask. Only what is alike in everything is equal.
/// </summary>
internal sealed class ObjectRank : IComparer<DetectedObject>
{
    /// <summary>The only one.</summary>
    public static ObjectRank Instance { get; } = new();

    /// <inheritdoc/>
    public int Compare(DetectedObject x, DetectedObject y)
    {
        var order = y.Score.CompareTo(x.Score);
        return order != 0 ? order
            : (order = x.Box.CenterY.CompareTo(y.Box.CenterY)) != 0 ? order
            : (order = x.Box.CenterX.CompareTo(y.Box.CenterX)) != 0 ? order
            : (order = x.Class.CompareTo(y.Class)) != 0 ? order
            : (order = x.Box.Width.CompareTo(y.Box.Width)) != 0 ? order
            : (order = x.Box.Height.CompareTo(y.Box.Height)) != 0 ? order
            : (order = x.Box.Angle.CompareTo(y.Box.Angle)) != 0 ? order
            : CompareMasks(x.Mask ?? [], y.Mask ?? []);
    }

    private static int CompareMasks(IReadOnlyList<PixelRing> one, IReadOnlyList<PixelRing> other)
    {
        var order = one.Count.CompareTo(other.Count);
        for (var i = 0; i < one.Count && order == 0; i++)
        {
            order = one[i].Corners.Count.CompareTo(other[i].Corners.Count);
            for (var corner = 0; corner < one[i].Corners.Count && order == 0; corner++)
            {
                var (a, b) = (one[i].Corners[corner], other[i].Corners[corner]);
                order = (a.Row, a.Column).CompareTo((b.Row, b.Column));
            }
        }

        return order;
    }
}
