namespace RasterAnalysis.ArcGis;

/// <summary>Settings of the ArcGIS face; section <c>RasterAnalysis:ArcGis</c>.</summary>
public sealed class ArcGisOptions
{
    /// <summary>Who owns what is submitted here, as long as there is no sign-in.</summary>
    /// <value>Default <c>admin</c>.</value>
    public string Owner { get; set; } = "admin";

    /// <summary>Bytes of one request's parameters. A whole model definition may be given inline, so this is not small.</summary>
    /// <value>Default 16 MiB.</value>
    public int MaxRequestBytes { get; set; } = 16 << 20;
}
