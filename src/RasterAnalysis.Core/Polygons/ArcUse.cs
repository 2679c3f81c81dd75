namespace RasterAnalysis.Polygons;

/// <summary>An arc as part of the outline of a region, which lies on its left.</summary>
/// <param name="arc">The arc.</param>
/// <param name="isForward">Whether it is gone from its front to its back.</param>
internal sealed class ArcUse(Arc arc, bool isForward)
{
    /// <summary>The next one in a list.</summary>
    public ArcUse? Next { get; set; }

    /// <summary>Whether it is a ring by itself.</summary>
    public bool IsRing => arc.IsRing;

    /// <summary>How many vertices it has.</summary>
    public int Count => arc.Vertices.Length;

    /// <summary>Where it begins.</summary>
    public GridVertex Start => arc.Vertices[isForward ? 0 : ^1];

    /// <summary>Where it ends.</summary>
    public GridVertex End => arc.Vertices[isForward ? ^1 : 0];

    /// <summary>Which way it leaves its start.</summary>
    public Heading Leaves => isForward ? arc.LeavesFront : arc.ReachesBack.Turned(2);

    /// <summary>Which way it comes to its end.</summary>
    public Heading Reaches => isForward ? arc.ReachesBack : arc.LeavesFront.Turned(2);

    /// <summary>Writes its vertices in order.</summary>
    public void CopyTo(Span<GridVertex> vertices)
    {
        arc.Vertices.CopyTo(vertices);
        if (!isForward)
        {
            vertices[..Count].Reverse();
        }
    }
}
