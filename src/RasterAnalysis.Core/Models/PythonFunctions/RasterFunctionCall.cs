namespace RasterAnalysis.Models.PythonFunctions;

/// <summary>How a job runs its package's Python raster function: what has to be known to start it again for every section.</summary>
/// <param name="Function">Its file, relative to the package's folder, with forward slashes.</param>
/// <param name="Definition">The <c>.emd</c>, likewise.</param>
/// <param name="Arguments">What the user gave, by name.</param>
/// <param name="Raster">What it is told of the raster.</param>
public sealed record RasterFunctionCall(string Function, string Definition, IReadOnlyDictionary<string, string> Arguments, FunctionRaster Raster)
{
    /// <summary><c>ImageWidth</c> of the <c>.emd</c>: columns of a block, padding included, where the function names no <c>tx</c>; null for none.</summary>
    public int? ImageWidth { get; init; }

    /// <summary><c>ImageHeight</c> of the <c>.emd</c>, likewise.</summary>
    public int? ImageHeight { get; init; }

    /// <summary>The package's folder.</summary>
    /// <param name="functionPath">Full path of the function's file.</param>
    public string FolderOf(string functionPath) => Path.GetFullPath(functionPath[..^Function.Length]);
}
