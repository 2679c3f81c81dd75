namespace RasterAnalysis.Requests;

/// <summary>Ways to name an input.</summary>
public enum SourceKind
{
    /// <summary>By the id of an item.</summary>
    Item,

    /// <summary>By a path in a raster store.</summary>
    Uri,

    /// <summary>By a web address.</summary>
    Url,

    /// <summary>Given whole in the request (a model definition).</summary>
    Inline,
}
