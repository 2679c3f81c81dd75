namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>What the page of a resource has beside its links and its JSON.</summary>
internal sealed record ResourcePage
{
    /// <summary>Pictures above the JSON, in order.</summary>
    public IReadOnlyList<ResourcePicture> Pictures { get; init; } = [];

    /// <summary>Forms above the JSON, in order.</summary>
    public IReadOnlyList<ResourceForm> Forms { get; init; } = [];

    /// <summary>How far something is, 0 to 100; null for no bar.</summary>
    public double? Percent { get; init; }

    /// <summary>Whether the page loads itself again after a while, because what it shows goes on.</summary>
    public bool IsLive { get; init; }

    /// <summary>Path below <c>/arcgis/rest</c> to which a browser is led on (303), so that loading the page again does not send a form again; null to show this one.</summary>
    public string? ContinuesAt { get; init; }
}
