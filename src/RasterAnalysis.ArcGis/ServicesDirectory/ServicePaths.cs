namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>Where services lie, below <c>/arcgis/rest</c>. Clients need the literal part <c>services/</c>.</summary>
internal static class ServicePaths
{
    /// <summary>Folder of the tools.</summary>
    public const string SystemFolder = "System";

    /// <summary>Folder of the image services.</summary>
    public const string HostedFolder = "Hosted";

    /// <summary>The catalog.</summary>
    public const string Services = "services";

    /// <summary>Name of the toolbox with its folder.</summary>
    public const string ToolboxName = $"{SystemFolder}/RasterAnalysisTools";

    /// <summary>The geoprocessing service.</summary>
    public const string Toolbox = $"{Services}/{ToolboxName}/GPServer";

    /// <summary>An image service.</summary>
    /// <param name="name">Its name without the folder.</param>
    public static string ImageService(string name) => $"{Services}/{HostedFolder}/{Uri.EscapeDataString(name)}/ImageServer";
}
