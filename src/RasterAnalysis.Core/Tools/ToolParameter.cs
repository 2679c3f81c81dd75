namespace RasterAnalysis.Tools;

/// <summary>A parameter of a tool.</summary>
/// <param name="Name">Canonical name.</param>
/// <param name="DisplayName">Name for people.</param>
/// <param name="Text">What it is for.</param>
/// <param name="Need">Whether it must be given, or is what the tool gives.</param>
/// <param name="IsBoolean">Whether it is true or false, false by default; else it is a text, which may hold JSON.</param>
/// <param name="Misspelling">Another name under which clients send it.</param>
public sealed record ToolParameter(
    string Name, string DisplayName, string Text, ParameterNeed Need, bool IsBoolean = false, string? Misspelling = null);
