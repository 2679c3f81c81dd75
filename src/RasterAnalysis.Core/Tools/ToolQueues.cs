namespace RasterAnalysis.Tools;

/// <summary>The queues that tools' jobs wait in, each with workers of its own.</summary>
public static class ToolQueues
{
    /// <summary>Jobs over rasters, which may take hours.</summary>
    public const string Rasters = "default";

    /// <summary>Short jobs about models: a tool pane must not wait behind hours of classifying.</summary>
    public const string Models = "models";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } = [Rasters, Models];
}
