namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>A picture on a page of the services directory.</summary>
/// <param name="Source">A <c>data:</c> address, or a path below <c>/arcgis/rest</c> without a leading slash, already escaped.</param>
/// <param name="Text">What it shows; read out, and written beside it.</param>
internal sealed record ResourcePicture(string Source, string Text)
{
    /// <summary>Whether it is the colour of an entry of a legend rather than a picture of its own.</summary>
    public bool IsSwatch { get; init; }
}
