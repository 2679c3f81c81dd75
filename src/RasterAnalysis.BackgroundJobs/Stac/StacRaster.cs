using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>What became of a STAC document.</summary>
/// <param name="Members">A raster for each item, the uppermost first.</param>
/// <param name="Notes">What was read, for people.</param>
/// <param name="Warnings">What was left out.</param>
internal sealed record StacRaster(IReadOnlyList<MosaicMember> Members, IReadOnlyList<string> Notes, IReadOnlyList<string> Warnings);
