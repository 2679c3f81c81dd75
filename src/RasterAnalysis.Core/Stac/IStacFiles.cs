using RasterAnalysis.Rasters;

namespace RasterAnalysis.Stac;

/// <summary>Makes GeoTIFFs of STAC documents, one of each item, for layers.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IStacFiles
{
    /// <summary>Fetches the assets and makes the files.</summary>
    /// <param name="document">Full path of the document's file.</param>
    /// <param name="address">Where it came from.</param>
    /// <param name="choice">What the request says beside the address; null for nothing.</param>
    /// <param name="folder">Full path of a folder that is there and empty; whoever calls takes it away.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The files under the ids of their items, the uppermost first.</returns>
    /// <exception cref="InvalidRequestException">Field <c>url</c>: the document is none, or leads to where nothing may be fetched; fields below it for the choice.</exception>
    /// <exception cref="RasterAccessException">An asset cannot be fetched or read.</exception>
    Task<IReadOnlyList<MosaicMember>> MakeAsync(string document, Uri address, StacChoice? choice, string folder, CancellationToken cancellationToken);
}
