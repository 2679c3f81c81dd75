using System.Globalization;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Areas;

// The ground under a raster's grid, as far as it says where that is.
internal sealed class Ground : IDisposable
{
    private readonly Func<PixelWindow, IEnumerable<PixelAreas>> _parts;
    private readonly ProjectedDensity? _projected;
    private readonly AreaParts? _cuts;

    private Ground(AreaMethod method, string note, Func<PixelWindow, IEnumerable<PixelAreas>> parts, ProjectedDensity? projected = null, AreaParts? cuts = null) =>
        (Method, Note, _parts, _projected, _cuts) = (method, note, parts, projected, cuts);

    public AreaMethod Method { get; }

    // How areas are found, and on which ellipsoid.
    public string Note { get; }

    // Whether any pixel of the parts that were taken lies on it.
    public bool IsAnywhere => _cuts?.HasGround ?? true;

    // The areas of the pixels of a window, part by part; of one pixel they are the same to 2e-10, whatever the window.
    public IEnumerable<PixelAreas> PartsOf(PixelWindow window) => _parts(window);

    // The ground under a grid, or the reason why it has none.
    public static (Ground? Ground, string Reason) Under(RasterGrid grid, bool isGeoreferenced)
    {
        if (grid.Wkt is null)
        {
            return (null, "the raster has no coordinate system.");
        }

        var map = SpatialReferences.Import(grid.Wkt);
        var name = SpatialReferences.NameOf(grid.Wkt) ?? "its coordinate system";
        if (!isGeoreferenced || map is null)
        {
            map?.Dispose();
            return (null, isGeoreferenced ? $"{name} is not understood." : "the raster has no geotransform, which would say where its pixels lie.");
        }

        var isGeographic = LibGdal.OSRIsGeographic(map) != 0 && LibGdal.OSRIsDerivedGeographic(map) == 0;
        var isProjected = LibGdal.OSRIsProjected(map) != 0;
        var degrees = isGeographic || isProjected ? LibGdal.OSRCloneGeogCS(map) : null;
        var ellipsoid = new Ellipsoid(LibGdal.OSRGetSemiMajor(map, out var noAxis), LibGdal.OSRGetInvFlattening(map, out var noFlattening));
        if (degrees is null or { IsInvalid: true } || noAxis != 0 || noFlattening != 0)
        {
            degrees?.Dispose();
            map.Dispose();
            return (null, $"{name} is a system of its own, which does not say where on Earth its places are.");
        }

        LibGdal.OSRSetAxisMappingStrategy(degrees, GdalConstants.OAMS_TRADITIONAL_GIS_ORDER);
        var words = string.Create(CultureInfo.InvariantCulture, $"the ellipsoid of {name} (semi-major axis {ellipsoid.SemiMajorAxis} m, inverse flattening {ellipsoid.InverseFlattening})");
        return isGeographic ? (Geographic(grid, map, degrees, ellipsoid, words), "") : Projected(grid, map, degrees, ellipsoid, words);
    }

    public void Dispose() => _projected?.Dispose();

    private static Ground Geographic(RasterGrid grid, SpatialReferenceHandle map, SpatialReferenceHandle degrees, Ellipsoid ellipsoid, string words)
    {
        var radians = LibGdal.OSRGetAngularUnits(map, 0);
        map.Dispose();
        degrees.Dispose();
        if (grid.Transform.ColumnRotation == 0)
        {
            return new Ground(
                AreaMethod.ZoneBetweenParallels, $"Square metres on {words}, by the closed formula of the zone between two parallels.",
                _ => [new ZoneAreas(grid.Size, grid.Transform, ellipsoid, radians)]);
        }

        var cuts = new AreaParts(new GeographicDensity(grid.Transform, ellipsoid, radians));
        return new Ground(
            AreaMethod.ZoneBetweenParallels, $"Square metres on {words}, by the formula of the zone between two parallels, integrated over each pixel of the turned grid.",
            cuts.Of, cuts: cuts);
    }

    private static (Ground? Ground, string Reason) Projected(RasterGrid grid, SpatialReferenceHandle map, SpatialReferenceHandle degrees, Ellipsoid ellipsoid, string words)
    {
        var density = ProjectedDensity.TryOpen(grid.Transform, map, degrees, ellipsoid, out var fault);
        if (density is null)
        {
            return (null, $"nothing here takes its places to the ground. {fault}");
        }

        var cuts = new AreaParts(density);
        return (
            new Ground(
                AreaMethod.ArealScale, $"Square metres on {words}, by the areal scale of the projection, integrated over each pixel.",
                cuts.Of, density, cuts), "");
    }
}
