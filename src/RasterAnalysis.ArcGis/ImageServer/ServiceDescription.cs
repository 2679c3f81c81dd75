using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>What an image service says of itself (<c>docs/reference/arcgis-rest-behaviour.md#describing-an-image-service</c>). It claims only what works here.</summary>
internal static class ServiceDescription
{
    /// <summary>Highest picture, in pixels.</summary>
    public const int MaxImageHeight = 4100;

    /// <summary>Widest picture, in pixels.</summary>
    public const int MaxImageWidth = 15000;

    /// <summary>Most raster items of one answer.</summary>
    public const int MaxRecordCount = 1000;

    /// <summary>Quality of JPEG when a request does not say.</summary>
    public const int DefaultQuality = 75;

    /// <summary>The service's JSON.</summary>
    /// <param name="service">The service.</param>
    /// <param name="known">Statistics that are there already; null for none.</param>
    public static JsonObject ToJson(ImageService service, IReadOnlyList<BandSummary?>? known)
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
        AddBands(description, service, known);
        AddAbilities(description, service);
        AddMosaic(description, service);
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

    private static void AddBands(JsonObject description, ImageService service, IReadOnlyList<BandSummary?>? known)
    {
        var bands = service.Raster.Bands;
        description["bandCount"] = bands.Count;
        description["bandNames"] = EsriJson.Texts(BandNames(service));
        description["pixelType"] = bands[0].PixelType.WireName();

        // clients take these lists by band, so a list is whole or empty
        var statistics = bands.Select((band, number) => band.Statistics ?? Of(known?.ElementAtOrDefault(number))).OfType<BandStatistics>().ToArray();
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
        description["maxImageHeight"] = MaxImageHeight;
        description["maxImageWidth"] = MaxImageWidth;
        description["maxRecordCount"] = MaxRecordCount;
        description["defaultCompressionQuality"] = DefaultQuality;
        description["defaultResamplingMethod"] = service.DefaultResampling.ToString();
        description["supportedImageReturnTypes"] = "URL";

        description["allowRasterFunction"] = true;
        description["rasterFunctionInfos"] = RasterFunctionList.ToJson(service);
        description["rasterTypeInfos"] = new JsonArray();
        description["hasColormap"] = service.IsThematic;
        description["hasRasterAttributeTable"] = service.IsThematic;
        description["hasHistograms"] = true;
        description["hasMultidimensions"] = false;
        description["mensurationCapabilities"] = "";
        description["supportsStatistics"] = true;
        description["supportsAdvancedQueries"] = false;
        description["allowComputeTiePoints"] = false;
        description["exportTilesAllowed"] = false;

        // no tileInfo and no cacheType, although there are tiles: clients that see one take the service for a tiled layer, without classes
        description["singleFusedMapCache"] = false;
    }

    // clients take a service with fields for a mosaic
    private static void AddMosaic(JsonObject description, ImageService service)
    {
        description["serviceSourceType"] = $"esriImageServiceSourceType{(service.IsMosaic ? "MosaicDataset" : "Dataset")}";
        description["capabilities"] = service.IsMosaic ? "Image,Metadata,Catalog" : "Image,Metadata";
        description["objectIdField"] = service.IsMosaic ? CatalogFields.ObjectId : "";
        description["fields"] = service.IsMosaic ? CatalogFields.ToJson(CatalogFields.Names, hasShape: true) : new JsonArray();
        description["defaultMosaicMethod"] = "None";
        description["allowedMosaicMethods"] = service.IsMosaic ? "None,Center,NorthWest,ByAttribute,LockRaster" : "";
        if (service.IsMosaic)
        {
            description["mosaicOperator"] = "First";
            description["sortField"] = "";
            description["sortValue"] = null;
        }
    }

    private static BandStatistics? Of(BandSummary? summary) =>
        summary is null ? null : new BandStatistics(summary.Min, summary.Max, summary.Mean, summary.StandardDeviation);

    private static IEnumerable<string> BandNames(ImageService service) => service.Raster.Bands.Select(band =>
        band.Name.Length > 0 ? band.Name : string.Create(CultureInfo.InvariantCulture, $"Band_{band.Number}"));
}
