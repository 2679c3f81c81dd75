namespace RasterAnalysis.Rasters;

/// <summary>Names of one variable of a file that holds several (netCDF, HDF5, Zarr): the file's path, <c>#</c> and the variable's name.</summary>
/// <param name="File">Path of the file, or of the folder that Zarr is.</param>
/// <param name="Variable">Name of the variable; null for the whole file.</param>
public readonly record struct VariablePath(string File, string? Variable)
{
    /// <summary>What a layer of it is called: the file's name without its extension, and the variable's behind its groups.</summary>
    public string Title => Path.GetFileNameWithoutExtension(File) + (Variable is null ? "" : $" {Variable[(Variable.TrimEnd('/').LastIndexOf('/') + 1)..]}");

    /// <summary>Takes a path apart. A file whose own name has a <c>#</c> is itself.</summary>
    public static VariablePath Of(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        path = path.StartsWith(FetchedVariables.Prefix, StringComparison.Ordinal) ? path[FetchedVariables.Prefix.Length..] : path;
        var mark = path.IndexOf('#', StringComparison.Ordinal);
        while (mark > 0 && !Path.Exists(path))
        {
            if (mark + 1 < path.Length && Path.Exists(path[..mark]))
            {
                return new VariablePath(path[..mark], path[(mark + 1)..]);
            }

            mark = path.IndexOf('#', mark + 1);
        }

        return new VariablePath(path, null);
    }
}
