namespace RasterAnalysis.Tools;

/// <summary>Whether a parameter is given or got; the names are ArcGIS's (<c>esriGPParameterType…</c>).</summary>
public enum ParameterNeed
{
    /// <summary>Must be given.</summary>
    Required,

    /// <summary>May be given.</summary>
    Optional,

    /// <summary>The tool gives it.</summary>
    Derived,
}
