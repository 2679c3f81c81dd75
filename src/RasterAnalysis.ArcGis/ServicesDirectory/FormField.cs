namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>A field of a form.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Label">What people read.</param>
internal sealed record FormField(string Name, string Label)
{
    /// <summary>What it is for; null where the label says it.</summary>
    public string? Hint { get; init; }

    /// <summary>What is in it.</summary>
    public string Value { get; init; } = "";

    /// <summary>What can be chosen; empty for free text. An empty choice stands for "not given".</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether it must be given.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Whether it may hold JSON, which needs more than a line.</summary>
    public bool IsLong { get; init; }
}
