namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>What a Python raster function says of its arguments, read without running it.</summary>
/// <param name="File">Its file inside the package.</param>
/// <param name="Arguments">Its arguments in order, without those that the service itself fills (raster, model, device).</param>
/// <param name="Warnings">What could not be read.</param>
public sealed record PythonFunction(string File, IReadOnlyList<FunctionArgument> Arguments, IReadOnlyList<string> Warnings);
