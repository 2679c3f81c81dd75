using RasterAnalysis.Catalog;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.ImageryLayers;

/// <summary>Makes layers of addresses that are not read in place: of STAC documents a raster for each item, a mosaic of several; of rasters items of their own.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacLayers(IStacFiles files, ItemPublisher publisher, IRemoteFiles remote, DataLayout layout)
{
    /// <summary>Makes the layer of what lies at an address: of a STAC document, or of a raster that is fetched.</summary>
    /// <param name="source">The file.</param>
    /// <param name="choice">What the request says of assets; null for nothing.</param>
    /// <param name="name">Name of the layer; null for the first item's id, or the file's.</param>
    /// <param name="folder">Folder of the owner's content.</param>
    /// <param name="owner">Who makes it.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidRequestException">The document or what it names cannot be used; fields <c>url</c>, <c>assets</c>.</exception>
    /// <exception cref="Rasters.RasterAccessException">A file cannot be fetched or read.</exception>
    public async Task<CatalogItem> AddAsync(LayerSource source, StacChoice? choice, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(layout.UploadFolder);
        var path = Path.Combine(layout.UploadFolder, Guid.NewGuid().ToString("N"));
        try
        {
            await remote.DownloadAsync(source.Address!, path, cancellationToken);
            if (StacDocument.IsOne(path))
            {
                return await AddDocumentAsync(path, source.Address!, choice, name, folder, owner, cancellationToken);
            }

            return choice is null ? await publisher.AddUploadAsync(path, source.Name, name, folder, owner, cancellationToken) : throw new InvalidRequestException(
                choice.Assets is null ? "values" : "assets", "is only for STAC documents, and the address leads to a raster; leave it out.");
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task<CatalogItem> AddDocumentAsync(
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
