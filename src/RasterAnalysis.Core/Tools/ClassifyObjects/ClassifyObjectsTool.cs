using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>Classify Objects Using Deep Learning.</summary>
internal sealed class ClassifyObjectsTool : ITool
{
    /// <summary>The parameter that says where the result goes.</summary>
    internal const string OutputParameter = "outputFeatureClass";

    /// <summary>Another name for it.</summary>
    internal const string OutputMisspelling = "outputFeatures";

    private static readonly ToolDescription Classify = new(
        ClassifyObjectsRequest.TaskName,
        "Classify Objects Using Deep Learning",
        "Runs a trained deep learning model on the part of an input raster that each feature covers, and gives the features their classes, published as a feature layer.",
        [
            new("inputRaster", "Input Raster", "The raster to look at, by itemId, url or uri.", ParameterNeed.Required),
            new("inputFeatures", "Input Features", "The features to classify: an item, the url of a layer, or features themselves.", ParameterNeed.Required),
            new(OutputParameter, "Output Feature Class", "Name of the layer to make.", ParameterNeed.Required, Misspelling: OutputMisspelling),
            new("model", "Model", "The deep learning package, by itemId, url or uri, or a model definition.", ParameterNeed.Required),
            new("modelArguments", "Model Arguments", "Arguments of the model by name; those left out have the model's values.", ParameterNeed.Optional),
            new("classLabelField", "Class Label Field", "Name of the field for the class.", ParameterNeed.Optional),
            new("processAllRasterItems", "Process All Raster Items", "Whether each raster of a mosaic is looked at by itself.", ParameterNeed.Optional, IsBoolean: true),
            new("context", "Context", "Extent, cell size, coordinate system and processing settings.", ParameterNeed.Optional),
        ],
        new("outFeatureClass", "Output Feature Class", "The classified features: their item and their feature service.", ParameterNeed.Derived),
        [OutputParameter]);

    /// <inheritdoc/>
    public ToolDescription Description => Classify;

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public ResultKind Result => ResultKind.FeatureTable;

    /// <inheritdoc/>
    public bool GoesOn => true;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        var read = requests.Read<JobRequest>(request);

        // the tool's own parameters name an input too
        return requests.Write(read with { Options = read.Options is { } options ? requests.Write(requests.Read<ClassifyObjectsOptions>(options)) : null });
    }
}
