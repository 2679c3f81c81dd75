namespace RasterAnalysis.Rasters.Areas;

/// <summary>How much of a zone each class has.</summary>
/// <param name="Id">Number of the zone.</param>
/// <param name="Name">Its name; null for none.</param>
/// <param name="Fit">How it lies to the raster.</param>
/// <param name="Areas">Its classes, those of all zones alike.</param>
public sealed record ZoneClassAreas(long Id, string? Name, ZoneFit Fit, ClassAreas Areas)
{
    /// <summary>The zones of several rasters added up.</summary>
    /// <param name="rasters">The same zones in the same order for each, at least one raster.</param>
    public static IReadOnlyList<ZoneClassAreas> Sum(IReadOnlyList<IReadOnlyList<ZoneClassAreas>> rasters)
    {
        ArgumentNullException.ThrowIfNull(rasters);
        return rasters is [var only] ? only : [.. rasters[0].Select((zone, i) => new ZoneClassAreas(
            zone.Id, zone.Name, Together([.. rasters.Select(zones => zones[i].Fit)]), ClassAreas.Sum([.. rasters.Select(zones => zones[i].Areas)])))];
    }

    // what lies beyond one raster may lie on the next, so nothing is known to lie beyond all of them but what is outside of each
    private static ZoneFit Together(ZoneFit[] fits) =>
        Array.Exists(fits, fit => fit is ZoneFit.Within or ZoneFit.Partly) ? ZoneFit.Within : fits.FirstOrDefault(fit => fit != ZoneFit.Outside, ZoneFit.Outside);
}
