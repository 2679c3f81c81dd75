namespace RasterAnalysis.Catalog;

/// <summary>A raster that a layer is made of: a file in a raster store, or one on another server or in a cloud store.</summary>
/// <param name="Name">Name of the file, with its extension.</param>
/// <param name="Path">Full path of the file in a raster store, as <see cref="Storage.RasterStores.Resolve"/> gives it; null for others.</param>
/// <param name="Address">Address of the file elsewhere; null for others.</param>
public sealed record LayerSource(string Name, string? Path, Uri? Address)
{
    /// <summary>The name without its extension; where it is one variable of a file, with the variable's.</summary>
    public string Title => Path is null ? System.IO.Path.GetFileNameWithoutExtension(Name) : Rasters.VariablePath.Of(Path).Title;
}
