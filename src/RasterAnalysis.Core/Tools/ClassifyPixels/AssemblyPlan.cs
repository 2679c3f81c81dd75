using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Smoothing;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>What of a <see cref="ClassificationPlan"/> says how its sections become a raster: read from the same file (<see cref="PlanFile"/>), without the rest of it.</summary>
/// <param name="Grid">See <see cref="TilePlan.Grid"/>.</param>
/// <param name="Sections">See <see cref="TilePlan.Sections"/>.</param>
/// <param name="Output">See <see cref="ClassificationPlan.Output"/>.</param>
/// <param name="Measures">See <see cref="ClassificationPlan.Measures"/>.</param>
/// <param name="Smoothing">See <see cref="ClassificationPlan.Smoothing"/>.</param>
public sealed record AssemblyPlan(GridPlan Grid, IReadOnlyList<PixelWindow> Sections, ClassifiedRasterProfile Output, MeasurePlan? Measures, SmoothingOptions? Smoothing);
