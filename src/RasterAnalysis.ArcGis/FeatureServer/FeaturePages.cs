using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>What the pages of a feature service have for people: its classes, and a form to query.</summary>
internal static class FeaturePages
{
    /// <summary>The classes with their colours.</summary>
    public static ResourcePage OfService(FeatureService service) => new()
    {
        Pictures = [.. service.Item.Classes.Select(published => new ResourcePicture(
            $"data:image/png;base64,{Convert.ToBase64String(LegendSwatch.Encode(published.Definition.Color))}", published.Definition.Name) { IsSwatch = true })],
    };

    /// <summary>The form of <c>query</c>.</summary>
    public static ResourcePage OfQuery(FeatureService service, RequestParameters given) => new()
    {
        Forms =
        [
            new ResourceForm(
                $"{service.LayerPath}/query",
                "Query",
                [
                    new FormField("where", "Where") { Value = given["where"] ?? "1=1", Hint = "A condition, for example Class = 'car' AND Confidence >= 80." },
                    new FormField("geometry", "Geometry") { Value = given["geometry"] ?? "", Hint = "xmin,ymin,xmax,ymax, x,y or Esri's JSON." },
                    new FormField("inSR", "Coordinate system of the geometry") { Value = given["inSR"] ?? "", Hint = "An EPSG or Esri number; the features' own unless given." },
                    new FormField("outFields", "Fields") { Value = given["outFields"] ?? "*", Hint = "Names with commas between them, or * for all." },
                    new FormField("outSR", "Coordinate system of the answer") { Value = given["outSR"] ?? "", Hint = "An EPSG or Esri number." },
                    new FormField("orderByFields", "Order") { Value = given["orderByFields"] ?? "", Hint = "For example Confidence DESC." },
                    new FormField("resultOffset", "Skip") { Value = given["resultOffset"] ?? "" },
                    new FormField("resultRecordCount", "Features") { Value = given["resultRecordCount"] ?? "10" },
                    new FormField("returnGeometry", "With polygons") { Value = given["returnGeometry"] ?? "", Choices = ["", "true", "false"] },
                    new FormField("returnCountOnly", "Count alone") { Value = given["returnCountOnly"] ?? "", Choices = ["", "true", "false"] },
                ]),
        ],
    };
}
