using RasterAnalysis.ImageServices;
using RasterAnalysis.Rasters;
using RasterAnalysis.Stac;

namespace RasterAnalysis.Requests;

/// <summary>Where an input lies. Exactly one of path, address (in clear or sealed), document and service is set.</summary>
/// <param name="Path">Full path of a file or folder on this machine, or on the storage that all machines share.</param>
/// <param name="IsTrusted">Whether the path is the operator's own; see <see cref="RasterReadSpec.IsTrusted"/>.</param>
/// <param name="Url">Address of a file to fetch first; its host was checked against the settings and is checked again when it is fetched.</param>
/// <param name="Document">A model definition given in the request.</param>
/// <param name="Members">For a mosaic, beside <paramref name="Path"/>: its rasters, the uppermost first.</param>
/// <param name="SealedUrl">The address as <see cref="StoredRequests"/> keeps it in the database.</param>
/// <param name="Service">An image service of another server, which is read in pages; its host was checked and is checked again.</param>
/// <param name="ItemId">The item that it is, beside <paramref name="Path"/>; null for others.</param>
/// <param name="Stac">What the request says of the STAC document at the address; null for nothing.</param>
/// <param name="IsMosaicItem">
/// Whether it is an item of several rasters. A stored request has this in place of <paramref name="Members"/>, of which there may be ten thousand: the item has them.
/// </param>
public sealed record InputLocation(
    string? Path, bool IsTrusted = false, Uri? Url = null, string? Document = null, IReadOnlyList<MosaicMember>? Members = null,
    ImageServiceSource? Service = null, string? SealedUrl = null, string? ItemId = null, StacChoice? Stac = null, bool IsMosaicItem = false);
