namespace RasterAnalysis.Polygons;

/// <summary>An end of an arc that goes on. It stays the same object when its arc becomes part of another.</summary>
internal sealed class ArcEnd(Arc arc, bool isBack)
{
    /// <summary>The arc.</summary>
    public Arc Arc { get; set; } = arc;

    /// <summary>Whether it is the arc's back, rather than its front.</summary>
    public bool IsBack { get; set; } = isBack;
}
