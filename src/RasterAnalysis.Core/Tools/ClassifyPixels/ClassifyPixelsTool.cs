using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Classify Pixels Using Deep Learning.</summary>
internal sealed class ClassifyPixelsTool : ITool
{
    /// <summary>The parameter that says where the result goes.</summary>
    internal const string OutputParameter = "outputClassifiedRaster";

    private static readonly ToolDescription Classify = new(
        ClassifyPixelsRequest.TaskName,
        "Classify Pixels Using Deep Learning",
        "Runs a trained deep learning model on an input raster and gives a classified raster, published as an imagery layer.",
        [
            new("inputRaster", "Input Raster", "The raster to classify, by itemId, url or uri.", ParameterNeed.Required),

            // the reference page of ArcGIS lacks an i
            new(OutputParameter, "Output Classified Raster", "Name of the layer to make.", ParameterNeed.Required, Misspelling: "outputClassifedRaster"),
            new("model", "Model", "The deep learning package, by itemId, url or uri, or a model definition.", ParameterNeed.Required),
            new("modelArguments", "Model Arguments", "Arguments of the model by name; those left out have the model's values.", ParameterNeed.Optional),
            new("processAllRasterItems", "Process All Raster Items", "Whether each raster of a mosaic is classified by itself.", ParameterNeed.Optional, IsBoolean: true),
            new("context", "Context", "Extent, cell size, coordinate system and processing settings.", ParameterNeed.Optional),
        ],
        new("outRaster", "Output Raster", "The classified raster: its item and its image service.", ParameterNeed.Derived),
        [OutputParameter]);

    /// <inheritdoc/>
    public ToolDescription Description => Classify;

    /// <inheritdoc/>
    public string Queue => ToolQueues.Rasters;

    /// <inheritdoc/>
    public ResultKind Result => ResultKind.Raster;

    /// <inheritdoc/>
    public bool GoesOn => true;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<JobRequest>(request));
    }
}
