namespace RasterAnalysis.Models;

/// <summary>An argument that a model takes, for tool panes (<c>ParameterInfo</c>).</summary>
/// <param name="Name">Name, for example <c>padding</c>.</param>
/// <param name="DataType"><c>numeric</c>, <c>string</c> or <c>boolean</c>.</param>
/// <param name="Value">Default, as text.</param>
/// <param name="DisplayName">Title for people.</param>
/// <param name="Description">One sentence.</param>
public sealed record ModelArgumentInfo(string Name, string DataType, string Value, string DisplayName, string Description);
