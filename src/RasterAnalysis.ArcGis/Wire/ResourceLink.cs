namespace RasterAnalysis.ArcGis.Wire;

/// <summary>A link on a page of the services directory.</summary>
/// <param name="Text">What the reader sees.</param>
/// <param name="Path">Path below <c>/arcgis/rest</c>, without a leading slash, already escaped; with one, a page of the service outside of it.</param>
internal sealed record ResourceLink(string Text, string Path);
