using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools;

/// <summary>A request about class rasters that are items already, understood but not yet looked up: what such tools have in common.</summary>
/// <param name="Rasters">The items; at least one.</param>
/// <param name="Output">Where the result goes; null for a tool that makes no item.</param>
/// <param name="Options">
/// The tool's own parameters as its JSON, null for none. It is called with the items, in their order, once all of them were found and are what they must be; faults go to the list.
/// </param>
/// <param name="Notes">What was left aside while reading the request; becomes messages of the job.</param>
public sealed record ItemToolRequest(
    IReadOnlyList<RequestedRaster> Rasters, OutputRequest? Output, Func<IReadOnlyList<CatalogItem>, ICollection<RequestError>, string?> Options,
    IReadOnlyList<string> Notes);
