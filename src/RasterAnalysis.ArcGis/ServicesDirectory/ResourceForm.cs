namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>A form on a page of the services directory. Its answer is a page too.</summary>
/// <param name="Path">Where it is sent: a path below <c>/arcgis/rest</c>, without a leading slash, already escaped.</param>
/// <param name="Button">The word on its button.</param>
/// <param name="Fields">Its fields in order.</param>
internal sealed record ResourceForm(string Path, string Button, IReadOnlyList<FormField> Fields)
{
    /// <summary>Whether sending it changes something, so that it is posted; else the address says it all and can be kept.</summary>
    public bool IsPosted { get; init; }
}
