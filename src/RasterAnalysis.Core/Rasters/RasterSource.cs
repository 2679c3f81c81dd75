namespace RasterAnalysis.Rasters;

/// <summary>What a picture or a value is taken from: a raster file, or some rasters of a mosaic.</summary>
/// <param name="Path">File of the raster; not looked at when <paramref name="Members"/> is set.</param>
/// <param name="IsTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>, for <paramref name="Path"/>.</param>
/// <param name="Members">These rasters on top of each other, the uppermost first; null for the file.</param>
/// <param name="Grid">The grid on which <paramref name="Members"/> are laid, north-up; set with them.</param>
public sealed record RasterSource(string Path, bool IsTrusted, IReadOnlyList<MosaicMember>? Members = null, RasterGrid? Grid = null)
{
    /// <summary>Whether the service itself computed the pixels, and so may read them in the web process. Only <see cref="Catalog.CatalogItem.IsResult"/> says so.</summary>
    public bool IsOwn { get; init; }
}
