using RasterAnalysis.Catalog;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Classify Pixels Using Deep Learning.</summary>
public sealed class ClassifyPixelsTool : RasterModelTool
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "ClassifyPixelsUsingDeepLearning";

    private const string Output = "outputClassifiedRaster";

    private static readonly ToolDescription Classify = new(
        TaskName,
        "Classify Pixels Using Deep Learning",
        "Runs a trained deep learning model on an input raster and gives a classified raster, published as an imagery layer.",
        [
            new("inputRaster", "Input Raster", "The raster to classify, by itemId, url or uri.", ParameterNeed.Required),

            // the reference page of ArcGIS lacks an i
            new(Output, "Output Classified Raster", "Name of the layer to make.", ParameterNeed.Required, Misspelling: "outputClassifedRaster"),
            new("model", "Model", "The deep learning package, by itemId, url or uri, or a model definition.", ParameterNeed.Required),
            new("modelArguments", "Model Arguments", "Arguments of the model by name; those left out have the model's values.", ParameterNeed.Optional),
            new("processAllRasterItems", "Process All Raster Items", "Whether each raster of a mosaic is classified by itself.", ParameterNeed.Optional, IsBoolean: true),
            new("context", "Context", "Extent, cell size, coordinate system and processing settings.", ParameterNeed.Optional),
        ],
        new("outRaster", "Output Raster", "The classified raster: its item and its image service.", ParameterNeed.Derived),
        [Output]);

    /// <inheritdoc/>
    public override ToolDescription Description => Classify;

    /// <inheritdoc/>
    public override string OutputParameter => Output;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.Raster;
}
