using System.Globalization;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Areas;

namespace RasterAnalysis.Gdal.Zones;

/// <summary>Measures how much of each zone each class of a raster has: the pixels whose centre lies in it, each with its own area on the ellipsoid as <see cref="ClassAreaReader"/> has it.</summary>
/// <remarks>Thread-safe: each call opens the files for itself. Memory grows with the zones, not with the raster, of which only what lies under zones is read.</remarks>
public static class ZoneAreaReader
{
    private const long MostRows = 200_000;

    /// <summary>Reads the pixels under the zones, each once.</summary>
    /// <param name="path">File of a raster with one band of whole numbers.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="classes">As in <see cref="ClassAreaReader.Measure"/>.</param>
    /// <param name="source">The zones; they may overlap.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <returns>The zones in their order, all with the same classes.</returns>
    /// <exception cref="InvalidRequestException">Field <c>id</c>: the raster is no class raster; <c>zones</c> or <c>zoneField</c>: the zones cannot be laid over it, or are too many.</exception>
    /// <exception cref="RasterAccessException">A file cannot be opened or read.</exception>
    public static IReadOnlyList<ZoneClassAreas> Measure(string path, bool isTrusted, IReadOnlyList<(long Value, string Name)> classes, ZoneSource source, Action<double>? progress = null)
    {
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(source);
        using var dataset = GdalDataset.Open(path, isTrusted);
        var named = ClassAreaReader.NamedClasses(dataset, classes);
        var zones = ZoneReader.Read(source, dataset.Grid);
        RequireFew(zones.Count, named.Count);
        var (ground, reason) = Ground.Under(dataset.Grid, dataset.Transform is not null);
        using (ground)
        {
            var pass = new ZonePass(dataset, zones, values => RequireFew(zones.Count, values), progress);
            var all = PixelWindow.Whole(dataset.Size);
            string? unknown = ground is null ? reason : null;
            try
            {
                pass.Run(ground?.PartsOf(all) ?? [new NoAreas(all)]);
            }
            catch (UnsmoothGroundException exception)
            {
                // pixels can be counted nevertheless
                unknown = exception.Message;
                zones.ForEach(zone => zone.Clear());
                pass.Run([new NoAreas(all)]);
            }

            unknown ??= ground!.IsAnywhere ? null : "none of the raster's pixels lies on the ground that its coordinate system projects.";
            return Result(zones, named, pass.Values, unknown is null ? ground : null, unknown is null ? ground!.Note : $"Square metres are not known: {unknown}");
        }
    }

    private static void RequireFew(int zones, int classes)
    {
        if ((long)zones * classes > MostRows)
        {
            throw new InvalidRequestException("zones", string.Create(
                CultureInfo.InvariantCulture, $"There are {zones} zones and {classes} classes, and {MostRows} areas are the most that are measured at once; ask for the zones in parts."));
        }
    }

    private static ZoneClassAreas[] Result(List<Zone> zones, IReadOnlyList<(long Value, string Name)> named, IReadOnlyList<long> values, Ground? ground, string note)
    {
        var numbers = values.Index().ToDictionary(value => value.Item, value => value.Index);

        // of values without a name those that are in any zone
        (long Value, string Name)[] classes =
        [
            .. named,
            .. values.Except(named.Select(c => c.Value)).Where(value => zones.Exists(zone => zone.Sums.PixelsOf(numbers[value]) > 0)).Order()
                .Select(value => (value, value.ToString(CultureInfo.InvariantCulture))),
        ];
        return
        [
            .. zones.Select(zone => new ZoneClassAreas(zone.Id, zone.Name, zone.Fit, new ClassAreas(
                [.. classes.Select(c => AreaOf(c.Value, c.Name, zone.Sums))], zone.Sums.PixelsOf(ClassSamples.NoData), ground is null ? null : zone.Sums.SquareMetresOf(ClassSamples.NoData),
                ground?.Method, note))),
        ];

        ClassArea AreaOf(long value, string name, ClassSums sums) => numbers.TryGetValue(value, out var number)
            ? new ClassArea(value, name, sums.PixelsOf(number), ground is null ? null : sums.SquareMetresOf(number)) : new ClassArea(value, name, 0, ground is null ? null : 0);
    }
}
