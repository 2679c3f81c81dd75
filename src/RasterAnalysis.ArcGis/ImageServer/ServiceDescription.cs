using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>What an image service says of itself (<c>arcgis-rest</c> 5.1). It claims only what works here.</summary>
internal static class ServiceDescription
{
    /// <summary>Highest picture, in pixels.</summary>
    public const int MaxImageHeight = 4100;

    /// <summary>Widest picture, in pixels.</summary>
    public const int MaxImageWidth = 15000;

    /// <summary>The service's JSON.</summary>
    public static JsonObject ToJson(ImageService service)
    {
        var description = new JsonObject
        {
            ["currentVersion"] = ArcGisVersion.Current,
            ["serviceDescription"] = service.Item.Title,
            ["name"] = $"{ServicePaths.HostedFolder}/{service.Name}",
            ["description"] = service.Item.Title,
            ["copyrightText"] = "",
        };
        AddPlace(description, service);
        AddBands(description, service);
        AddAbilities(description, service);
        return description;
    }

    /// <summary>The JSON of <c>keyProperties</c>; <c>Thematic</c> keeps clients from interpolating classes.</summary>
    public static JsonObject KeyPropertiesToJson(ImageService service)
    {
        var properties = new JsonObject();
        if (service.IsThematic)
        {
            properties["DataType"] = "Thematic";
        }

        properties["BandProperties"] = new JsonArray([.. BandNames(service).Select(name => new JsonObject { ["BandName"] = name })]);
        return properties;
    }

    private static void AddPlace(JsonObject description, ImageService service)
    {
        description["extent"] = EsriExtent.ToJson(service.Extent, service.SpatialReference);
        description["initialExtent"] = EsriExtent.ToJson(service.Extent, service.SpatialReference);
        description["fullExtent"] = EsriExtent.ToJson(service.Extent, service.SpatialReference);
        description["spatialReference"] = EsriSpatialReference.ToJson(service.SpatialReference);
        description["pixelSizeX"] = service.CellSize.X;
        description["pixelSizeY"] = service.CellSize.Y;
        description["minPixelSize"] = 0;
        description["maxPixelSize"] = 0;
        description["minScale"] = 0;
        description["maxScale"] = 0;
    }

    private static void AddBands(JsonObject description, ImageService service)
    {
        var bands = service.Raster.Bands;
        description["bandCount"] = bands.Count;
        description["bandNames"] = EsriJson.Texts(BandNames(service));
        description["pixelType"] = bands[0].PixelType.WireName();

        // clients take these lists by band, so a list is whole or empty
        var statistics = bands.Select(band => band.Statistics).OfType<BandStatistics>().ToArray();
        statistics = statistics.Length == bands.Count ? statistics : [];
        description["minValues"] = EsriJson.Numbers(statistics.Select(band => (double?)band.Min));
        description["maxValues"] = EsriJson.Numbers(statistics.Select(band => (double?)band.Max));
        description["meanValues"] = EsriJson.Numbers(statistics.Select(band => (double?)band.Mean));
        description["stdvValues"] = EsriJson.Numbers(statistics.Select(band => (double?)band.StandardDeviation));
        description["noDataValue"] = EsriJson.Number(bands[0].NoData);
        description["noDataValues"] = bands.Any(band => band.NoData is not null) ? EsriJson.Numbers(bands.Select(band => band.NoData)) : null;
    }

    private static void AddAbilities(JsonObject description, ImageService service)
    {
        description["serviceDataType"] = service.IsThematic ? "esriImageServiceDataTypeThematic" : "esriImageServiceDataTypeGeneric";
        description["serviceSourceType"] = "esriImageServiceSourceTypeDataset";
        description["capabilities"] = "Image,Metadata";
        description["objectIdField"] = "";

        // no fields: clients take a service with fields for a mosaic
        description["fields"] = new JsonArray();
        description["maxImageHeight"] = MaxImageHeight;
        description["maxImageWidth"] = MaxImageWidth;
        description["maxRecordCount"] = 1000;
        description["defaultCompressionQuality"] = 75;
        description["defaultResamplingMethod"] = service.DefaultResampling.ToString();
        description["allowRasterFunction"] = false;
        description["rasterFunctionInfos"] = new JsonArray(new JsonObject { ["name"] = "None", ["description"] = "", ["help"] = "" });
        description["rasterTypeInfos"] = new JsonArray();
        description["hasColormap"] = service.IsThematic;
        description["hasRasterAttributeTable"] = service.IsThematic;
        description["hasHistograms"] = false;
        description["hasMultidimensions"] = false;
        description["defaultMosaicMethod"] = "None";
        description["allowedMosaicMethods"] = "";
        description["mensurationCapabilities"] = "";
        description["supportsStatistics"] = false;
        description["allowComputeTiePoints"] = false;
        description["exportTilesAllowed"] = false;
        description["singleFusedMapCache"] = false;
    }

    private static IEnumerable<string> BandNames(ImageService service) => service.Raster.Bands.Select(band =>
        band.Name.Length > 0 ? band.Name : string.Create(CultureInfo.InvariantCulture, $"Band_{band.Number}"));
}
