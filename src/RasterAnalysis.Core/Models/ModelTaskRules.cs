namespace RasterAnalysis.Models;

/// <summary>Which <c>ModelType</c> is of which task, and which tool takes it.</summary>
public static class ModelTaskRules
{
    /// <summary>Spellings of <c>ModelType</c>, in any case; the first of a task is the one that messages name.</summary>
    private static readonly (string Type, ModelTask Task)[] Types =
    [
        ("ImageClassification", ModelTask.PixelClassification),
        ("ClassifyPixels", ModelTask.PixelClassification),
        ("SemanticSegmentation", ModelTask.PixelClassification),
        ("ObjectDetection", ModelTask.ObjectDetection),

        // so in ArcGIS's own examples
        ("ObjectionDetection", ModelTask.ObjectDetection),
        ("InstanceSegmentation", ModelTask.InstanceSegmentation),
        ("InstanceDetection", ModelTask.InstanceSegmentation),
        ("ObjectClassification", ModelTask.ObjectClassification),
    ];

    /// <summary>The task of a <c>ModelType</c>; null for one that no tool takes.</summary>
    public static ModelTask? Of(string modelType) =>
        Types.Where(pair => pair.Type.Equals(modelType.Trim(), StringComparison.OrdinalIgnoreCase)).Select(pair => (ModelTask?)pair.Task).FirstOrDefault();

    /// <summary>The spellings that messages name, for example <c>"ImageClassification", "ObjectDetection"</c>.</summary>
    public static string Spellings { get; } = string.Join(", ", Enum.GetValues<ModelTask>().Select(task => $"\"{Spelling(task)}\""));

    /// <summary>Refuses a model of another task.</summary>
    /// <param name="definition">The model's definition.</param>
    /// <param name="wanted">The tasks that the tool takes.</param>
    /// <exception cref="ModelPackageException">It is of another one; the text names the tool that takes it.</exception>
    public static void Require(ModelDefinition definition, params ReadOnlySpan<ModelTask> wanted)
    {
        if (!wanted.Contains(definition.Task))
        {
            var taken = string.Join(" or ", wanted.ToArray().Select(task => $"\"{Spelling(task)}\""));
            throw new ModelPackageException($"ModelType of the .emd is \"{definition.ModelType}\", and this tool takes {taken} only. {Tool(definition.Task)}");
        }
    }

    private static string Spelling(ModelTask task) => Types.First(pair => pair.Task == task).Type;

    private static string Tool(ModelTask task) => task switch
    {
        ModelTask.PixelClassification => "The model classifies pixels: use classify-pixels (ClassifyPixelsUsingDeepLearning).",
        ModelTask.ObjectClassification => "The model classifies objects: use classify-objects (ClassifyObjectsUsingDeepLearning).",
        _ => "The model detects objects: use detect-objects (DetectObjectsUsingDeepLearning).",
    };
}
