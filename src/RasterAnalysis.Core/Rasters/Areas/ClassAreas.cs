namespace RasterAnalysis.Rasters.Areas;

/// <summary>How much of a class raster, or of several rasters added up, each class has.</summary>
/// <param name="Classes">The classes in their order; those that no pixel has are among them.</param>
/// <param name="NoDataPixels">Pixels that have no class.</param>
/// <param name="NoDataSquareMetres">Their area on the ellipsoid; null where it is not known.</param>
/// <param name="Method">How square metres were found; null where they are not known, or where it differs from raster to raster.</param>
/// <param name="Note">The same in a sentence, with the ellipsoid; where they are not known, why.</param>
public sealed record ClassAreas(IReadOnlyList<ClassArea> Classes, long NoDataPixels, double? NoDataSquareMetres, AreaMethod? Method, string Note)
{
    /// <summary>Square metres of all classes together; null where they are not known.</summary>
    public double? SquareMetres => NoDataSquareMetres is null ? null : Classes.Sum(c => c.SquareMetres);

    /// <summary>Square metres of the class that has the most; 0 where none are known.</summary>
    public double Largest => Classes.Max(c => c.SquareMetres) ?? 0;

    /// <summary>Part of what has a class, 0 to 1: of its area, or of its pixels where the area is not known.</summary>
    public double ShareOf(ClassArea one)
    {
        ArgumentNullException.ThrowIfNull(one);
        var (part, whole) = SquareMetres is > 0 and var area ? (one.SquareMetres!.Value, area) : (one.Pixels, (double)Classes.Sum(c => c.Pixels));
        return whole > 0 ? part / whole : 0;
    }

    /// <summary>Several rasters added up: ground that two of them cover counts twice. Square metres are known where those of every raster are.</summary>
    /// <param name="rasters">At least one.</param>
    public static ClassAreas Sum(IReadOnlyList<ClassAreas> rasters)
    {
        ArgumentNullException.ThrowIfNull(rasters);
        if (rasters is [var only])
        {
            return only;
        }

        var unknown = rasters.FirstOrDefault(raster => raster.NoDataSquareMetres is null);
        double? Known(double? sum) => unknown is null ? sum : null;
        ClassArea[] classes =
        [
            .. rasters.SelectMany(raster => raster.Classes).GroupBy(c => c.Value).Select(group => new ClassArea(
                group.Key, group.First().Name, group.Sum(c => c.Pixels), Known(group.Sum(c => c.SquareMetres)))),
        ];
        var methods = rasters.Select(raster => raster.Method).Distinct().ToArray();
        return new ClassAreas(
            classes, rasters.Sum(raster => raster.NoDataPixels), Known(rasters.Sum(raster => raster.NoDataSquareMetres)), methods is [var method] ? method : null,
            unknown?.Note ?? $"{string.Join(' ', rasters.Select(raster => raster.Note).Distinct())} The {rasters.Count} rasters are added up.");
    }
}
