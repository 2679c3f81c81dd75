namespace RasterAnalysis.Models;

/// <summary>An argument that a model takes, for tool panes (<c>ParameterInfo</c>).</summary>
/// <param name="Name">Name, for example <c>padding</c>.</param>
/// <param name="DataType"><c>numeric</c>, <c>string</c> or <c>boolean</c>.</param>
/// <param name="Value">Default, as text.</param>
/// <param name="DisplayName">Title for people.</param>
/// <param name="Description">One sentence.</param>
public sealed record ModelArgumentInfo(string Name, string DataType, string Value, string DisplayName, string Description)
{
    /// <summary>Whether a job must give it.</summary>
    public bool Required { get; init; }

    /// <summary>The values that it takes; empty for any.</summary>
    public IReadOnlyList<string> Domain { get; init; } = [];

    /// <summary>Whether this service does anything with it. Arguments of a package's own Python function that the built-in function lacks are shown, and left aside.</summary>
    public bool IsUsed { get; init; } = true;
}
