using RasterAnalysis.ImageServices;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>One raster of a mosaic service.</summary>
/// <param name="Id">Its object id.</param>
/// <param name="Description">What it is, on its own grid.</param>
internal sealed record ServiceItem(long Id, ImageServiceDescription Description);
