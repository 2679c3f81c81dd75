using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Classify Objects Using Deep Learning.</summary>
public sealed class ClassifyObjectsTool : RasterModelTool
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "ClassifyObjectsUsingDeepLearning";

    private const string Output = "outputFeatureClass";
    private const string OutputMisspelling = "outputFeatures";

    private static readonly ToolDescription Classify = new(
        TaskName,
        "Classify Objects Using Deep Learning",
        "Runs a trained deep learning model on the part of an input raster that each feature covers, and gives the features their classes, published as a feature layer.",
        [
            new("inputRaster", "Input Raster", "The raster to look at, by itemId, url or uri.", ParameterNeed.Required),
            new("inputFeatures", "Input Features", "The features to classify: an item, the url of a layer, or features themselves.", ParameterNeed.Required),
            new(Output, "Output Feature Class", "Name of the layer to make.", ParameterNeed.Required, Misspelling: OutputMisspelling),
            new("model", "Model", "The deep learning package, by itemId, url or uri, or a model definition.", ParameterNeed.Required),
            new("modelArguments", "Model Arguments", "Arguments of the model by name; those left out have the model's values.", ParameterNeed.Optional),
            new("classLabelField", "Class Label Field", "Name of the field for the class.", ParameterNeed.Optional),
            new("processAllRasterItems", "Process All Raster Items", "Whether each raster of a mosaic is looked at by itself.", ParameterNeed.Optional, IsBoolean: true),
            new("context", "Context", "Extent, cell size, coordinate system and processing settings.", ParameterNeed.Optional),
        ],
        new("outFeatureClass", "Output Feature Class", "The classified features: their item and their feature service.", ParameterNeed.Derived),
        [Output]);

    /// <inheritdoc/>
    public override ToolDescription Description => Classify;

    /// <inheritdoc/>
    public override string OutputParameter => Output;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.FeatureTable;

    /// <inheritdoc/>
    public override string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var read = requests.Read<JobRequest>(request);

        // the tool's own parameters name an input too
        return requests.Write(read with { Options = read.Options is { } options ? requests.Write(requests.Read<ClassifyObjectsOptions>(options)) : null });
    }

    private protected override string? ReadOptions(RequestReader reader, IReadOnlyDictionary<string, string> arguments) =>
        ClassifyObjectsRequestParser.Read(reader) is { } own ? PlanJson.Write(own) : null;
}
