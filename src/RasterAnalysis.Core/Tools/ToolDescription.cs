namespace RasterAnalysis.Tools;

/// <summary>What a tool says of itself to clients.</summary>
/// <param name="Name">Name in addresses and in stored jobs, canonical case.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Text">What it does.</param>
/// <param name="Inputs">Input parameters in order.</param>
/// <param name="Result">The one output parameter.</param>
/// <param name="ResultAliases">Other names under which the result is given out but not listed.</param>
public sealed record ToolDescription(
    string Name,
    string DisplayName,
    string Text,
    IReadOnlyList<ToolParameter> Inputs,
    ToolParameter Result,
    IReadOnlyList<string> ResultAliases)
{
    /// <summary>Whether a name, in any case, means the result.</summary>
    public bool IsResult(string name) => ResultAliases.Prepend(Result.Name).Contains(name, StringComparer.OrdinalIgnoreCase);
}
