namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Kinds of geometries.</summary>
internal enum EsriGeometryKind
{
    /// <summary>Points, or one point.</summary>
    Points,

    /// <summary>Lines.</summary>
    Lines,

    /// <summary>An area.</summary>
    Area,
}
