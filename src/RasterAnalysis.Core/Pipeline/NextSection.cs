using RasterAnalysis.Rasters;

namespace RasterAnalysis.Pipeline;

/// <summary>The section that will be asked for next.</summary>
/// <param name="Window">Its window in output pixels.</param>
/// <param name="IsCertain">Whether it is run ahead too, rather than its first tiles read only: what is run in vain costs others their time.</param>
public sealed record NextSection(PixelWindow Window, bool IsCertain);
