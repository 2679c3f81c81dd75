using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Polygons;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.Polygons;

/// <summary>Convert Raster To Feature, for polygons of class rasters.</summary>
public sealed class PolygonsTool : ItemTool
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "ConvertRasterToFeature";

    private const string Output = "outputName";

    private static readonly ToolDescription Convert = new(
        TaskName,
        "Convert Raster To Feature",
        "Makes polygons of the classes of a classified raster that is an item, published as a feature layer. Neighbours share their edges.",
        [
            new(InputParameter, "Input Raster", "The classified raster, an item of this service, by itemId or url.", ParameterNeed.Required),
            new(Output, "Output Name", "Name of the layer to make.", ParameterNeed.Required, Misspelling: "outputFeatures"),
            new("field", "Field", "Value, the class of each pixel.", ParameterNeed.Optional),
            new("outputType", "Output Type", "Polygon.", ParameterNeed.Optional),
            new("simplifyLinesOrPolygons", "Simplify Lines Or Polygons", "Whether edges are simplified, by a pixel at most.", ParameterNeed.Optional, IsBoolean: true),
            new("minimumArea", "Minimum Area", "Square metres; smaller polygons are left out.", ParameterNeed.Optional),
            new("classes", "Classes", "Names or values of the classes whose polygons are made, as a JSON array; all unless given.", ParameterNeed.Optional),
            new("context", "Context", "Not used by this task.", ParameterNeed.Optional),
        ],
        new("outputFeatures", "Output Features", "The polygons: their item and their feature service.", ParameterNeed.Derived),
        [Output, "outputFeature"]);

    /// <inheritdoc/>
    public override ToolDescription Description => Convert;

    /// <inheritdoc/>
    public override string? OutputParameter => Output;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.FeatureTable;

    private protected override Func<IReadOnlyList<CatalogItem>, ICollection<RequestError>, string?> ReadOptions(RequestReader reader, ICollection<string> notes)
    {
        if (reader.Node("context") is not null)
        {
            notes.Add("The parameter context is not used: polygons are in the raster's own coordinate system, of all of it.");
        }

        var options = PolygonOptionsParser.Read(reader);
        return (items, errors) => Check(options, items[0], errors);
    }

    // What can be known of an item without reading its file; the rest is looked at when the job runs.
    private static string Check(PolygonOptions options, CatalogItem item, ICollection<RequestError> errors)
    {
        if (item.Classes.Count > 0)
        {
            options.Choose([.. item.Classes.Select(one => (one.Definition.Value, one.Definition.Name))], errors);
        }

        if (options.MinimumArea > 0 && item.Raster!.Grid.Wkt is null)
        {
            errors.Add(new RequestError("minimumArea", $"is in square metres, and the item '{item.Id}' has no coordinate system, so the areas of its pixels are not known; leave it out."));
        }

        return PlanJson.Write(options);
    }
}
