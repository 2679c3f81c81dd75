using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal;

// Texts of coordinate systems are checked by what they mean: points must lie in the system that is read back where they lie in the one that was written.
// GDAL 3.6 takes a usual name for the thing itself: a Web Mercator around another meridian that is called as the one around Greenwich is read back as that.
internal static partial class WktRoundTrip
{
    private const int MaxRemembered = 1000;

    // In units of the system: degrees, or about metres.
    private const double DegreeTolerance = 1e-8;
    private const double LengthTolerance = 1e-3;
    private static readonly double[] Longitudes = [-170, -130, -90, -50, -10, 10, 50, 90, 130, 170];
    private static readonly double[] Latitudes = [-75, -50, -25, -5, 5, 25, 50, 75];

    // The same words may have been written of two systems; PROJ's own tell them apart.
    private static readonly ConcurrentDictionary<(string Wkt, string Proj), string> Checked = new();

    // wkt: what GDAL wrote of the system. The result may have another name.
    // Throws a RasterAccessException when no text is read back as the system.
    public static string Check(nint reference, string wkt)
    {
        if (Checked.Count > MaxRemembered)
        {
            Checked.Clear();
        }

        using var system = LibGdal.OSRClone(reference);
        LibGdal.OSRSetAxisMappingStrategy(system, GdalConstants.OAMS_TRADITIONAL_GIS_ORDER);
        return Checked.GetOrAdd((wkt, SpatialReferences.ProjOf(system)), _ => Find(system, wkt));
    }

    private static string Find(SpatialReferenceHandle system, string wkt)
    {
        string[] candidates = [wkt, Name().Replace(wkt, "${name} (own parameters)", 1)];
        return Array.Find(candidates, text => IsReadBackAs(system, text)) ?? throw new RasterAccessException(
            $"The coordinate system '{LibGdal.OSRGetName(system)}' cannot be written as text that this libgdal reads back as the same system.");
    }

    private static bool IsReadBackAs(SpatialReferenceHandle system, string wkt)
    {
        using var back = SpatialReferences.Import(wkt);
        if (back is null)
        {
            return false;
        }

        var (x, y) = Points(system);
        var (thereX, thereY) = ((double[])x.Clone(), (double[])y.Clone());
        if (x.Length > 0 && !TryTransform(system, back, thereX, thereY))
        {
            return false;
        }

        var tolerance = LibGdal.OSRIsGeographic(system) != 0 ? DegreeTolerance : LengthTolerance;
        return Enumerable.Range(0, x.Length).All(i => Math.Abs(x[i] - thereX[i]) <= tolerance && Math.Abs(y[i] - thereY[i]) <= tolerance);
    }

    // Of all the world that the system can show, in its coordinates; none of a system that has no longitudes.
    private static (double[] X, double[] Y) Points(SpatialReferenceHandle system)
    {
        using var degrees = LibGdal.OSRCloneGeogCS(system);
        if (degrees.IsInvalid)
        {
            return ([], []);
        }

        LibGdal.OSRSetAxisMappingStrategy(degrees, GdalConstants.OAMS_TRADITIONAL_GIS_ORDER);
        double[] x = [.. Latitudes.SelectMany(_ => Longitudes)];
        double[] y = [.. Latitudes.SelectMany(latitude => Longitudes.Select(_ => latitude))];
        _ = TryTransform(degrees, system, x, y);
        int[] shown = [.. Enumerable.Range(0, x.Length).Where(i => double.IsFinite(x[i]) && double.IsFinite(y[i]))];
        return ([.. shown.Select(i => x[i])], [.. shown.Select(i => y[i])]);
    }

    // In place; points that cannot be projected are infinite then. False when one of them is.
    private static bool TryTransform(SpatialReferenceHandle from, SpatialReferenceHandle to, double[] x, double[] y)
    {
        using var errors = GdalErrorScope.Enter("Projecting points");
        using var transformation = LibGdal.OCTNewCoordinateTransformation(from, to);
        return !transformation.IsInvalid && LibGdal.OCTTransformEx(transformation, x.Length, x, y, 0, new int[x.Length]) != 0;
    }

    // The name of the whole system; a bound one's stands in its source.
    [GeneratedRegex(@"(?<=^(?:BOUNDCRS\[SOURCECRS\[)?[A-Z]+\["")(?<name>(?:[^""]|"""")*)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
