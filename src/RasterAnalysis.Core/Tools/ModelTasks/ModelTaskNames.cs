namespace RasterAnalysis.Tools.ModelTasks;

/// <summary>Tasks about model packages, beside those that classify (<c>docs/reference/arcgis-rest-behaviour.md#tasks-about-models</c>). Each is a short job without a raster as its result.</summary>
public static class ModelTaskNames
{
    /// <summary>Says what a model is and which arguments it takes.</summary>
    public const string QueryInfo = "QueryDeepLearningModelInfo";

    /// <summary>Lists the installed models.</summary>
    public const string List = "ListDeepLearningModels";

    /// <summary>Installs a model: unpacks it, checks it, and loads and runs its network once.</summary>
    public const string Install = "InstallDeepLearningModel";

    /// <summary>Takes a model off the list of the installed ones; its item stays.</summary>
    public const string Uninstall = "UninstallDeepLearningModel";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [QueryInfo, List, Install, Uninstall];
}
