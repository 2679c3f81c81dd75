using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ModelTasks;

/// <summary>A tool about model packages (<see cref="ModelTaskNames"/>; <c>docs/reference/arcgis-rest-behaviour.md#tasks-about-models</c>).</summary>
internal sealed class ModelTool : ITool
{
    private static readonly ToolDescription[] Descriptions =
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

    private ModelTool(ToolDescription description) => Description = description;

    /// <summary>All of them.</summary>
    public static IReadOnlyList<ModelTool> All { get; } = [.. Descriptions.Select(description => new ModelTool(description))];

    /// <inheritdoc/>
    public ToolDescription Description { get; }

    /// <inheritdoc/>
    public string Queue => ToolQueues.Models;

    /// <inheritdoc/>
    public ResultKind Result => ResultKind.Value;

    /// <inheritdoc/>
    public bool GoesOn => false;

    /// <inheritdoc/>
    public string Rewrite(StoredRequests requests, string request)
    {
        ArgumentNullException.ThrowIfNull(requests);
        return requests.Write(requests.Read<ModelTaskRequest>(request));
    }
}
