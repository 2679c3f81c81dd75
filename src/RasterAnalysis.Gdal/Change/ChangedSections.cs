using RasterAnalysis.Rasters;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Gdal.Change;

/// <summary>The sections of a from-to raster.</summary>
/// <param name="Grid">Where the pixels of the whole lie: the grid of the earlier raster.</param>
/// <param name="Profile">Sample type, NoData value, and the classes that occur.</param>
/// <param name="Sections">They cover the raster.</param>
/// <param name="Counts">Pixels of each class.</param>
/// <param name="Classes">The classes of both rasters.</param>
public sealed record ChangedSections(RasterGrid Grid, ClassifiedRasterProfile Profile, IReadOnlyList<SectionRaster> Sections, IReadOnlyList<ClassCount> Counts, TransitionClasses Classes);
