namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Formats of an answer, ArcGIS's parameter <c>f</c>.</summary>
internal enum ResponseFormat
{
    /// <summary><c>json</c>: one line.</summary>
    Json,

    /// <summary><c>pjson</c>: indented.</summary>
    PrettyJson,

    /// <summary><c>html</c>: a page for people.</summary>
    Html,

    /// <summary><c>image</c>: the picture itself; only for operations that make one.</summary>
    Image,

    /// <summary><c>kmz</c>: the picture as an overlay for globes; only for operations that make one.</summary>
    Kmz,

    /// <summary><c>geojson</c>; only for operations that give features.</summary>
    GeoJson,
}
