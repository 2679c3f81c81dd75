using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>Where services lie, below <c>/arcgis/rest</c>. Clients need the literal part <c>services/</c>.</summary>
internal static class ServicePaths
{
    /// <summary>Folder of the tools.</summary>
    public const string SystemFolder = "System";

    /// <summary>Folder of the image and feature services.</summary>
    public const string HostedFolder = "Hosted";

    /// <summary>The catalog.</summary>
    public const string Services = "services";

    /// <summary>Name of the toolbox with its folder.</summary>
    public const string ToolboxName = $"{SystemFolder}/RasterAnalysisTools";

    /// <summary>The geoprocessing service.</summary>
    public const string Toolbox = $"{Services}/{ToolboxName}/GPServer";

    /// <summary>A feature service.</summary>
    /// <param name="name">Its name without the folder.</param>
    public static string FeatureService(string name) => $"{Services}/{HostedFolder}/{Uri.EscapeDataString(name)}/FeatureServer";

    /// <summary>The service of an item, of whichever kind it is.</summary>
    public static string ServiceOf(CatalogItem item) => item.Type == ItemType.FeatureService ? FeatureService(item.ServiceName ?? item.Title) : ImageService(item.ServiceName ?? item.Title);

    /// <summary>An image service.</summary>
    /// <param name="name">Its name without the folder.</param>
    public static string ImageService(string name) => $"{Services}/{HostedFolder}/{Uri.EscapeDataString(name)}/ImageServer";
}
