using RasterAnalysis.Catalog;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.ChangeClasses;

/// <summary>What became of two class rasters.</summary>
/// <param name="From">The classes of the earlier one.</param>
/// <param name="To">The classes of the later one.</param>
/// <param name="Classes">The classes of the from-to raster, with their pixels.</param>
public sealed record ChangeReport(IReadOnlyList<ClassDefinition> From, IReadOnlyList<ClassDefinition> To, IReadOnlyList<PublishedClass> Classes);
