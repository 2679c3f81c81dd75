using RasterAnalysis.Catalog;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.ImageryLayers;

/// <summary>Makes layers of STAC documents: a raster of an item, a mosaic of several.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacLayers(IStacFiles files, ItemPublisher publisher, DataLayout layout)
{
    /// <summary>Makes the layer.</summary>
    /// <param name="document">Full path of the document's file.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="choice">What the request says of its assets; null for nothing.</param>
    /// <param name="name">Name of the layer; null for the first item's id.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who makes it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidRequestException">The document or what it names cannot be used; fields <c>url</c>, <c>assets</c>.</exception>
    /// <exception cref="Rasters.RasterAccessException">An asset cannot be fetched or read.</exception>
    public async Task<CatalogItem> AddAsync(
        string document, Uri address, StacChoice? choice, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        var work = Directory.CreateDirectory(Path.Combine(layout.UploadFolder, $"stac-{Guid.NewGuid():N}")).FullName;
        try
        {
            var rasters = await files.MakeAsync(document, address, choice, work, cancellationToken);
            return rasters is [var only]
                ? await publisher.AddUploadAsync(only.Path, $"{only.Name}.tif", name, folder, owner, cancellationToken)
                : await publisher.AddMosaicAsync(rasters, name, folder, owner, cancellationToken);
        }
        catch (InvalidRequestException exception)
        {
            // the request has here at its top what a job has in its reference
            throw new InvalidRequestException([.. exception.Errors.Select(error => error with { Field = error.Field switch { "url.assets" => "assets", "uris" => "url", var field => field } })]);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
    }
}
