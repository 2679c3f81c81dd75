using System.Text.Json.Nodes;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>A task about model packages (<c>arcgis-rest</c> 3.1 to 3.3).</summary>
internal sealed class ModelTask(TaskDescription description, ModelTaskSubmission submission) : IGeoprocessingTask
{
    /// <summary>What there is.</summary>
    public static IReadOnlyList<TaskDescription> Descriptions { get; } =
    [
        new(
            ModelTaskNames.QueryInfo,
            "Query Deep Learning Model Info",
            "Says what a deep learning model is, and which arguments it takes with which defaults.",
            [
                new("model", "Model", "The deep learning package, by itemId, url or uri.", ParameterNeed.Required),
                new("context", "Context", "Not used by this task.", ParameterNeed.Optional),
            ],
            new("outModelInfo", "Output Model Info", "The model definition with ParameterInfo, as a JSON text in modelInfo.", ParameterNeed.Derived),
            []),
        new(
            ModelTaskNames.List,
            "List Deep Learning Models",
            "Lists the installed deep learning packages.",
            [],
            new("deepLearningModels", "Deep Learning Models", "The installed packages, each with the id of its item.", ParameterNeed.Derived),
            []),
        new(
            ModelTaskNames.Install,
            "Install Deep Learning Model",
            "Unpacks and checks a deep learning package, and loads and runs its network once. Classifying works without it.",
            [new("modelPackage", "Model Package", "The deep learning package, by itemId, url or uri.", ParameterNeed.Required)],
            new("installSucceed", "Install Succeed", "Where the installed model is.", ParameterNeed.Derived),
            []),
        new(
            ModelTaskNames.Uninstall,
            "Uninstall Deep Learning Model",
            "Takes a deep learning package off the list of the installed ones. Its item stays.",
            [new("modelItemId", "Model Item", "The item of the package.", ParameterNeed.Required)],
            new("uninstallSucceed", "Uninstall Succeed", "true when it was installed before.", ParameterNeed.Derived),
            []),
    ];

    /// <inheritdoc/>
    public TaskDescription Description => description;

    /// <inheritdoc/>
    public Task<AnalysisJob> SubmitAsync(
        JsonObject parameters, JsonObject inputs, Uri baseAddress, string owner, CancellationToken cancellationToken) =>
        submission.SubmitAsync(description.Name, parameters, inputs, baseAddress, owner, cancellationToken);
}
