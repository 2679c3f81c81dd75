using System.ComponentModel.DataAnnotations;

namespace RasterAnalysis.Api.RasterStores;

/// <summary>Something in a raster store or a cloud store.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Kind"><c>folder</c>, <c>raster</c> or <c>package</c>, by its name.</param>
/// <param name="Uri">The path by which requests name it.</param>
/// <param name="Path">Its path in the store: of a folder, what <c>path</c> asks for.</param>
/// <param name="Size">Bytes; none of folders, nor of rasters that are folders.</param>
/// <param name="Modified">When it was last changed, UTC; none of folders in cloud stores.</param>
internal sealed record RasterStoreEntryModel(
    string Name, [property: AllowedValues("folder", "raster", "package")] string Kind, string Uri, string Path, long? Size, DateTimeOffset? Modified);
