namespace RasterAnalysis.Detection.Overlap;

/// <summary>An object of which it is not decided yet whether it stays, or that waits for its turn to be given out.</summary>
/// <remarks>What its box says at each look is computed once here.</remarks>
internal sealed class HeldObject(DetectedObject found)
{
    /// <summary>The object.</summary>
    public DetectedObject Object { get; } = found;

    /// <summary>Its least column.</summary>
    public double Left { get; } = found.Box.Left;

    /// <summary>Its least row.</summary>
    public double Top { get; } = found.Box.Top;

    /// <summary>Its greatest column.</summary>
    public double Right { get; } = found.Box.Right;

    /// <summary>Its greatest row.</summary>
    public double Bottom { get; } = found.Box.Bottom;

    /// <summary>Whether it is not decided.</summary>
    public bool IsOpen { get; set; } = true;

    /// <summary>Objects that are looked at again should this one go; null for none.</summary>
    public List<HeldObject>? Waiting { get; set; }

    /// <summary>Its place in its cell of the grid.</summary>
    public int Place { get; set; }
}
