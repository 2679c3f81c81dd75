namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>A method of a class in a Python file.</summary>
/// <param name="Class">Its class.</param>
/// <param name="Parameters">Names of its parameters after <c>self</c>.</param>
/// <param name="Body">Its lines.</param>
internal sealed record PythonMethod(string Class, IReadOnlyList<string> Parameters, IReadOnlyList<PythonLine> Body);
