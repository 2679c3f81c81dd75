using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>What the pages of an image service have for people: its picture, its classes, and forms to try its operations.</summary>
internal static class ServicePages
{
    private const string Preview = "exportImage?size=600,400&format=png32&f=image";
    private static readonly string[] Formats = ["", "jpgpng", "png", "png8", "png24", "png32", "jpg", "bmp", "gif", "tiff", "lerc"];
    private static readonly string[] Interpolations = ["", "RSP_NearestNeighbor", "RSP_BilinearInterpolation", "RSP_CubicConvolution", "RSP_Majority"];

    /// <summary>The page of the service itself.</summary>
    public static ResourcePage OfService(ImageService service) => new()
    {
        Pictures = [new ResourcePicture($"{service.Path}/{Preview}", $"{service.Name} as a whole"), .. Swatches(service)],
    };

    /// <summary>The classes with their colours.</summary>
    public static IEnumerable<ResourcePicture> Swatches(ImageService service) => service.Item.Classes.Select(published => new ResourcePicture(
        $"data:image/png;base64,{Convert.ToBase64String(LegendSwatch.Encode(published.Definition.Color))}", published.Definition.Name) { IsSwatch = true });

    /// <summary>The page of <c>exportImage</c>: the picture that the parameters ask for, and a form to ask for another.</summary>
    /// <param name="path">Where the operation lies below <c>/arcgis/rest</c>.</param>
    /// <param name="query">The picture's own query.</param>
    /// <param name="given">What was asked for.</param>
    public static ResourcePage OfExport(string path, string query, RequestParameters given) => new()
    {
        Pictures = [new ResourcePicture(path + query, "The picture")],
        Forms =
        [
            new ResourceForm(
                path,
                "Export image",
                [
                    new FormField("bbox", "Bounding box") { Value = given["bbox"] ?? "", Hint = "xmin,ymin,xmax,ymax; the whole raster unless given." },
                    new FormField("bboxSR", "Coordinate system of the box") { Value = given["bboxSR"] ?? "", Hint = "An EPSG or Esri number." },
                    new FormField("size", "Size") { Value = given["size"] ?? "", Hint = "width,height in pixels; 400,400 unless given." },
                    new FormField("imageSR", "Coordinate system of the picture") { Value = given["imageSR"] ?? "", Hint = "An EPSG or Esri number." },
                    new FormField("format", "Format") { Value = given["format"] ?? "", Choices = Formats },
                    new FormField("interpolation", "Interpolation") { Value = given["interpolation"] ?? "", Choices = Interpolations },
                    new FormField("bandIds", "Bands") { Value = given["bandIds"] ?? "", Hint = "Numbers from 0, for example 3,2,1 for false colours of four bands." },
                    new FormField("renderingRule", "Rendering rule") { Value = given["renderingRule"] ?? "", Hint = "A raster function as JSON, for example {\"rasterFunction\": \"Stretch\"}.", IsLong = true },
                    new FormField("mosaicRule", "Mosaic rule") { Value = given["mosaicRule"] ?? "", Hint = "JSON; which rasters of a mosaic lie on top.", IsLong = true },
                ]),
        ],
    };

    /// <summary>The page of <c>identify</c>.</summary>
    public static ResourcePage OfIdentify(ImageService service, RequestParameters given) => new()
    {
        Forms =
        [
            new ResourceForm(
                $"{service.Path}/identify",
                "Identify",
                [
                    new FormField("geometry", "Geometry") { Value = given["geometry"] ?? Middle(service), Hint = "x,y or Esri's JSON of a point or polygon.", IsRequired = true },
                    new FormField("geometryType", "Kind of geometry") { Value = given["geometryType"] ?? "esriGeometryPoint", Choices = ["esriGeometryPoint", "esriGeometryPolygon", "esriGeometryEnvelope"] },
                    new FormField("sr", "Coordinate system") { Value = given["sr"] ?? "", Hint = "An EPSG or Esri number; the raster's own unless given." },
                ]),
        ],
    };

    /// <summary>The form of <c>identify</c> alone, where nobody has asked yet.</summary>
    public static EsriResource AskIdentify(ImageService service, RequestParameters given) =>
        new($"Identify a pixel of {service.Name}", new JsonObject()) { Page = OfIdentify(service, given) };

    private static string Middle(ImageService service) => FormattableString.Invariant(
        $"{(service.Extent.XMin + service.Extent.XMax) / 2},{(service.Extent.YMin + service.Extent.YMax) / 2}");
}
