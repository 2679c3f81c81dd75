using RasterAnalysis.Catalog;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.ImageryLayers;

/// <summary>Makes layers of addresses that are not read in place: of STAC documents a raster for each item, a mosaic of several; of rasters items of their own.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacLayers(IStacFiles files, LayerPublisher publisher, DataLayout layout)
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
    public Task<CatalogItem> AddAsync(LayerSource source, StacChoice? choice, string? name, string folder, string owner, CancellationToken cancellationToken) =>
        publisher.AddFetchedAsync(
            source, name, folder, owner,
            async path => StacDocument.IsOne(path) ? await AddDocumentAsync(path, source.Address!, choice, name, folder, owner, cancellationToken)
                : choice is null ? null
                : throw new InvalidRequestException(choice.Assets is null ? "values" : "assets", "is only for STAC documents, and the address leads to a raster; leave it out."),
            cancellationToken);

    private async Task<CatalogItem> AddDocumentAsync(
        string document, Uri address, StacChoice? choice, string? name, string folder, string owner, CancellationToken cancellationToken)
    {
        var work = Directory.CreateDirectory(Path.Combine(layout.UploadFolder, $"stac-{Guid.NewGuid():N}")).FullName;
        try
        {
            return await publisher.AddMadeAsync(await files.MakeAsync(document, address, choice, work, cancellationToken), name, folder, owner, cancellationToken);
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
