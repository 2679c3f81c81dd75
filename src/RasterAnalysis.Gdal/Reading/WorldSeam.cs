using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Reading;

// Most coordinate systems of the world are cut somewhere, as a rule at the antimeridian. A raster that lies across the cut would be torn into two far
// pieces with nothing between; here the system is continued past the cut, so that the raster stays whole.
internal static partial class WorldSeam
{
    private const int PointsPerSide = 33;

    // Of a turn: what is empty between the pieces, at least.
    private const double LeastGap = 0.25;

    // In units of the system, about metres: pieces of a torn raster lie farther from each other.
    private const double LeastTear = 1e6;

    // Times the next wide gap between points: a raster that reaches around the world has no gap that stands out.
    private const double Outstanding = 3;

    // Of a turn: a system that is continued must have the same numbers.
    private const double Tolerance = 1e-9;

    // Where the raster lies whole: the system that was asked for, or one with the same numbers that goes on past its cut; and, in degrees, the extent and the
    // size of a cell that keeps the number of pixels along the diagonal, as gdalwarp does. No extent where GDAL's own way finds it.
    // Throws an InvalidRequestException of context.outSR where the raster would be torn in any case.
    public static (string Wkt, Extent? Extent, (double X, double Y) Cell) Avoid(string path, bool isTrusted, string wkt)
    {
        using var dataset = StackFolder.OpenHeader(path, isTrusted);
        if (Places(dataset, wkt, 0.5) is not { } places)
        {
            return (wkt, null, default); // GDAL's own way will say what is wrong
        }

        var isGeographic = SpatialReferences.IsGeographic(wkt);
        double[] sorted = [.. places.X.Where(double.IsFinite).Order()];
        var gaps = sorted.Skip(1).Zip(sorted, (next, x) => (Width: next - x, East: next)).OrderByDescending(gap => gap.Width).Take(2).ToArray();
        if (gaps is not [var widest, var next] || widest.Width < Outstanding * next.Width)
        {
            return (wkt, null, default);
        }

        var spread = sorted[^1] - sorted[0];
        if (isGeographic)
        {
            return widest.Width > Math.Max(LeastGap * 360, 360 - spread)
                ? InDegrees(dataset, wkt, widest.East - (widest.Width / 2))
                : (wkt, null, default);
        }

        if (widest.Width < Math.Max(LeastTear, LeastGap * spread) || !LeavesGap(dataset))
        {
            return (wkt, null, default);
        }

        // continued past the east, it has the numbers of the asked one, those of the west one turn higher
        return TurnOf(wkt) is { } turn && Continued(wkt, turn) is { } continued && Places(dataset, continued, 0.5) is { } whole && AreSame(places, whole, turn)
            ? (continued, null, default)
            : throw new InvalidRequestException(
                "context.outSR",
                $"The raster lies across the cut of {SpatialReferences.NameOf(wkt)} and would be torn into two pieces far from each other. "
                + "Choose a coordinate system that is not cut there, such as the UTM zone of the raster, or WGS 84 (4326), whose longitudes go on past 180.");
    }

    private static (string Wkt, Extent? Extent, (double X, double Y) Cell) InDegrees(GdalDataset dataset, string wkt, double cut)
    {
        var size = dataset.Size;
        var (x, y) = Places(dataset, wkt, 0)!.Value;
        double[] east = [.. x.Select(longitude => longitude < cut ? longitude + 360 : longitude).Where(double.IsFinite)];
        double[] north = [.. y.Where(double.IsFinite)];
        var extent = new Extent(east.Min(), north.Min(), east.Max(), north.Max());
        var cell = Math.Sqrt((extent.Width * extent.Width) + (extent.Height * extent.Height)) / Math.Sqrt(Math.Pow(size.Width, 2) + Math.Pow(size.Height, 2));
        return (wkt, extent, (cell, cell));
    }

    // Around the earth; what reaches nearly all around is cut in every system.
    private static bool LeavesGap(GdalDataset dataset)
    {
        if (Places(dataset, SpatialReferences.Wgs84, 0.5) is not { } places || places.X.Where(double.IsFinite).Order().ToArray() is not { Length: > 1 } sorted)
        {
            return false;
        }

        return sorted.Skip(1).Zip(sorted, (next, x) => next - x).Append(360 - (sorted[^1] - sorted[0])).Max() > LeastGap * 360;
    }

    // Points spread over the raster in the other system, infinite where it has none; margin: in pixels, from the raster's edges. Null where GDAL cannot project.
    private static unsafe (double[] X, double[] Y)? Places(GdalDataset dataset, string wkt, double margin)
    {
        using var errors = GdalErrorScope.Enter("Projecting", dataset.Path);
        using var options = StringListHandle.Of($"DST_SRS={wkt}");
        using var transformer = LibGdal.GDALCreateGenImgProjTransformer2(dataset.Handle, 0, options);
        if (transformer.IsInvalid)
        {
            errors.Forgive();
            return null;
        }

        var (size, count) = (dataset.Size, PointsPerSide * PointsPerSide);
        var (x, y, z, isDone) = (new double[count], new double[count], new double[count], new int[count]);
        for (var i = 0; i < count; i++)
        {
            var (across, down) = (i % PointsPerSide / (PointsPerSide - 1.0), i / PointsPerSide / (PointsPerSide - 1.0));
            (x[i], y[i]) = (margin + (across * (size.Width - (2 * margin))), margin + (down * (size.Height - (2 * margin))));
        }

        LibGdal.GDALGenImgProjTransform(transformer, 0, count, x, y, z, isDone);
        errors.Forgive();
        for (var i = 0; i < count; i++)
        {
            x[i] = isDone[i] != 0 ? x[i] : double.PositiveInfinity;
        }

        return (x, y);
    }

    // How far a turn around the world is along x; null where the system has no parameters that say so.
    private static double? TurnOf(string wkt)
    {
        if (!Meridian().IsMatch(wkt) || !FalseEasting().IsMatch(wkt) || SpatialReferences.GeographicOf(wkt) is not { } degrees)
        {
            return null;
        }

        var middle = ValueOf(Meridian(), wkt);
        double[] x = [middle + 90, middle - 90];
        return SpatialReferences.TryTransform(degrees, wkt, x, new double[2]) ? 2 * (x[0] - x[1]) : null;
    }

    // Half a turn to the east in degrees, and as much to the west in metres.
    private static string? Continued(string wkt, double turn)
    {
        var (meridian, easting) = (ValueOf(Meridian(), wkt), ValueOf(FalseEasting(), wkt));
        var text = Meridian().Replace(wkt, match => $"{match.Groups["before"].Value}{Text(meridian > 0 ? meridian - 180 : meridian + 180)}");
        text = FalseEasting().Replace(text, match => $"{match.Groups["before"].Value}{Text(easting + (turn / 2))}");

        // what the asked system is known by, and where it is used, does not hold for this one
        text = Identity().Replace(text, "]");
        text = Name().Replace(text, "${name} past its cut", 1);
        try
        {
            return SpatialReferences.ToWkt(new SpatialReference(null, text), "context.outSR");
        }
        catch (RasterAnalysisException)
        {
            return null;
        }
    }

    private static bool AreSame((double[] X, double[] Y) one, (double[] X, double[] Y) other, double turn) => Enumerable.Range(0, one.X.Length)
        .Where(i => double.IsFinite(one.X[i]))
        .All(i => Math.Min(Math.Abs(other.X[i] - one.X[i]), Math.Abs(other.X[i] - one.X[i] - turn)) <= Tolerance * turn
            && Math.Abs(other.Y[i] - one.Y[i]) <= Tolerance * turn);

    private static double ValueOf(Regex parameter, string wkt) => double.Parse(parameter.Match(wkt).Groups["value"].Value, CultureInfo.InvariantCulture);

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);

    // WKT2 as GDAL writes it
    [GeneratedRegex(@"(?<before>PARAMETER\[""Longitude of natural origin"",)(?<value>-?[0-9.eE+-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex Meridian();

    [GeneratedRegex(@"(?<before>PARAMETER\[""False easting"",)(?<value>-?[0-9.eE+-]+)", RegexOptions.CultureInvariant)]
    private static partial Regex FalseEasting();

    [GeneratedRegex(@"(?:,USAGE\[.*\])?(?:,ID\[""[A-Z]+"",[^\[\]]*\])?\]$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex Identity();

    [GeneratedRegex(@"(?<=^PROJCRS\["")(?<name>(?:[^""]|"""")*)", RegexOptions.CultureInvariant)]
    private static partial Regex Name();
}
