using System.Text;
using RasterAnalysis.Models.PythonFunctions;

namespace RasterAnalysis.Models;

/// <summary>Finds the Python raster function that a definition names among the files of its package, and reads it.</summary>
internal static class PackageFunctionReader
{
    /// <summary>Begins the path of a function that ArcGIS brings itself (<c>docs/reference/dlpk-and-emd.md#paths</c>); such a one need not be in the package.</summary>
    private const string BuiltIn = "[Functions]";

    /// <summary>Finds the function's file.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="definitionFolder">Folder of the definition inside the package, empty for the root.</param>
    /// <param name="written"><c>InferenceFunction</c> of the definition; null when there is none.</param>
    /// <param name="warnings">Told when the file is missing.</param>
    /// <returns>Its full path; null when the definition names no Python file, or none that is in the package.</returns>
    public static string? Find(string folder, string definitionFolder, string? written, ICollection<string> warnings)
    {
        if (written is null || !written.EndsWith(".py", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var path = PackagePath.Resolve(folder, definitionFolder, written, warnings);
        if (path is null && !written.StartsWith(BuiltIn, StringComparison.OrdinalIgnoreCase))
        {
            warnings.Add($"InferenceFunction '{written}' is not in the package, so its own arguments are not known.");
        }

        return path;
    }

    /// <summary>Reads the function.</summary>
    /// <param name="folder">The package's folder.</param>
    /// <param name="definitionFolder">Folder of the definition inside the package, empty for the root.</param>
    /// <param name="written"><c>InferenceFunction</c> of the definition; null when there is none.</param>
    /// <param name="warnings">Receives what could not be read.</param>
    /// <returns>Null when the definition names no Python file, or none that is in the package.</returns>
    public static PythonFunction? Read(string folder, string definitionFolder, string? written, List<string> warnings)
    {
        if (Find(folder, definitionFolder, written, warnings) is not { } path)
        {
            return null;
        }

        var name = Path.GetFileName(path);
        if (new FileInfo(path).Length > 4L * PythonFunctionReader.MaxLength)
        {
            warnings.Add($"{name}: is larger than a raster function ever is, so its arguments were not read.");
            return null;
        }

        var function = PythonFunctionReader.Read(Encoding.UTF8.GetString(File.ReadAllBytes(path)), name);
        warnings.AddRange(function.Warnings);
        return function;
    }
}
