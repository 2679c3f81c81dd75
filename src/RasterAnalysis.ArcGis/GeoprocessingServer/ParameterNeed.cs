namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>ArcGIS's <c>esriGPParameterType…</c>; the names are the wire's.</summary>
internal enum ParameterNeed
{
    /// <summary>Must be given.</summary>
    Required,

    /// <summary>May be given.</summary>
    Optional,

    /// <summary>The task gives it.</summary>
    Derived,
}
