using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.Polygons;

/// <summary>Convert Raster To Feature, for polygons of class rasters.</summary>
internal sealed class PolygonsTool : ITool
{
    /// <summary>The parameter that says where the result goes.</summary>
    internal const string OutputParameter = "outputName";

    private static readonly ToolDescription Convert = new(
        PolygonsRequestParser.TaskName,
        "Convert Raster To Feature",
        "Makes polygons of the classes of a classified raster that is an item, published as a feature layer. Neighbours share their edges.",
        [
            new("inputRaster", "Input Raster", "The classified raster, an item of this service, by itemId or url.", ParameterNeed.Required),
            new(OutputParameter, "Output Name", "Name of the layer to make.", ParameterNeed.Required, Misspelling: "outputFeatures"),
            new("field", "Field", "Value, the class of each pixel.", ParameterNeed.Optional),
            new("outputType", "Output Type", "Polygon.", ParameterNeed.Optional),
            new("simplifyLinesOrPolygons", "Simplify Lines Or Polygons", "Whether edges are simplified, by a pixel at most.", ParameterNeed.Optional, IsBoolean: true),
            new("minimumArea", "Minimum Area", "Square metres; smaller polygons are left out.", ParameterNeed.Optional),
            new("classes", "Classes", "Names or values of the classes whose polygons are made, as a JSON array; all unless given.", ParameterNeed.Optional),
            new("context", "Context", "Not used by this task.", ParameterNeed.Optional),
        ],
        new("outputFeatures", "Output Features", "The polygons: their item and their feature service.", ParameterNeed.Derived),
        [OutputParameter, "outputFeature"]);

    /// <inheritdoc/>
    public ToolDescription Description => Convert;

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public ResultKind Result => ResultKind.FeatureTable;

    /// <inheritdoc/>
    public bool GoesOn => false;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<ItemJobRequest>(request));
    }
}
