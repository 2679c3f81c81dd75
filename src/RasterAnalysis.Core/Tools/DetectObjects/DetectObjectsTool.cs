using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>Detect Objects Using Deep Learning.</summary>
public sealed class DetectObjectsTool : RasterModelTool
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "DetectObjectsUsingDeepLearning";

    private const string Output = "outputObjects";

    private static readonly ToolDescription Detect = new(
        TaskName,
        "Detect Objects Using Deep Learning",
        "Runs a trained deep learning model on an input raster and gives the objects that it finds, published as a feature layer.",
        [
            new("inputRaster", "Input Raster", "The raster to look at, by itemId, url or uri.", ParameterNeed.Required),
            new(Output, "Output Objects", "Name of the layer to make.", ParameterNeed.Required),
            new("model", "Model", "The deep learning package, by itemId, url or uri, or a model definition.", ParameterNeed.Required),
            new("modelArguments", "Model Arguments", "Arguments of the model by name; those left out have the model's values.", ParameterNeed.Optional),
            new("runNMS", "Non Maximum Suppression", "Whether objects that overlap surer ones by more than maxOverlapRatio are left out.", ParameterNeed.Optional, IsBoolean: true),
            new("confidenceScoreField", "Confidence Score Field", "Name of the field for the confidence, in per cent.", ParameterNeed.Optional),
            new("classValueField", "Class Value Field", "Name of the field for the class.", ParameterNeed.Optional),
            new("maxOverlapRatio", "Max Overlap Ratio", "Area in common over area together, 0 to 1.", ParameterNeed.Optional),
            new("processAllRasterItems", "Process All Raster Items", "Whether each raster of a mosaic is looked at by itself.", ParameterNeed.Optional, IsBoolean: true),
            new("context", "Context", "Extent, cell size, coordinate system and processing settings.", ParameterNeed.Optional),
        ],
        new("outObjects", "Output Objects", "The objects: their item and their feature service.", ParameterNeed.Derived),
        [Output]);

    /// <inheritdoc/>
    public override ToolDescription Description => Detect;

    /// <inheritdoc/>
    public override string OutputParameter => Output;

    /// <inheritdoc/>
    public override ResultKind Result => ResultKind.FeatureTable;

    private protected override string? ReadOptions(RequestReader reader, IReadOnlyDictionary<string, string> arguments) => PlanJson.Write(DetectionOptionsParser.Read(reader, arguments));
}
