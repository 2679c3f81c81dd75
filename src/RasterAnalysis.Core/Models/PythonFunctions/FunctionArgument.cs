namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>An entry of a Python raster function's <c>getParameterInfo</c> (<c>docs/reference/dlpk-and-emd.md#python-functions</c>).</summary>
/// <param name="Name"><c>name</c>.</param>
/// <param name="DataType"><c>dataType</c> in the three words <c>numeric</c>, <c>boolean</c> and <c>string</c>.</param>
/// <param name="Value"><c>value</c>, the default, as text; null when there is none or it cannot be read.</param>
/// <param name="IsRequired"><c>required</c>.</param>
/// <param name="DisplayName"><c>displayName</c>; empty when there is none.</param>
/// <param name="Description"><c>description</c>; empty when there is none.</param>
/// <param name="Domain"><c>domain</c>: the values that it takes; empty for any.</param>
public sealed record FunctionArgument(
    string Name, string DataType, string? Value, bool IsRequired, string DisplayName, string Description, IReadOnlyList<string> Domain);
