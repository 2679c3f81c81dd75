using System.Globalization;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// GRIB: a band for each message. GDAL's driver takes the first one's grid for that of all and says nothing.
internal static class GribFile
{
    public const string DriverName = "GRIB";

    // The same bands, under names that a model can ask for: element and level, and the time where the messages have several. dataset: handed on.
    // Throws a RasterAccessException where messages have several grids.
    public static GdalDataset Name(GdalDataset dataset)
    {
        using var itself = dataset;
        RequireOneGrid(dataset.Path);
        List<GdalRasterBand> bands = [.. dataset.Bands];
        string?[] times = [.. bands.Select(band => band.GetMetadata("GRIB_VALID_TIME"))];
        var hasTimes = times.Distinct().Count() > 1;
        List<string> names = [.. bands.Zip(times, (band, time) => NameOf(band) + (hasTimes && Moment(time) is { } moment ? $" {moment}" : ""))];

        // fields that differ in what is not said here keep a number
        var seen = new Dictionary<string, int>(StringComparer.OrdinalIgnoreCase);
        var repeated = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1).Select(group => group.Key).ToHashSet(StringComparer.OrdinalIgnoreCase);
        names = names.ConvertAll(name => repeated.Contains(name) ? string.Create(CultureInfo.InvariantCulture, $"{name}_{seen[name] = seen.GetValueOrDefault(name) + 1}") : name);
        return JoinedBands.Join(dataset, [new JoinedBands.Source("", dataset, dataset.Grid, names)]);
    }

    private static string NameOf(GdalRasterBand band) =>
        band.GetMetadata("GRIB_ELEMENT") is { Length: > 0 } element && element != "unknown"
            ? VariableNames.Shown($"{element} {band.GetMetadata("GRIB_SHORT_NAME")}".TrimEnd()) : VariableNames.Shown(band.Name);

    // "1577836800 sec UTC" or "1577836800"
    private static string? Moment(string? time) =>
        double.TryParse(time?.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds)
            ? TimeAxis.Dates("seconds since 1970-01-01", null, [seconds])?[0] : null;

    // As arrays, messages of several grids have axes of their own.
    private static void RequireOneGrid(string path)
    {
        using var errors = GdalErrorScope.Enter("Looking through the messages of", path);
        using var drivers = StringListHandle.Of(DriverName);
        using var options = new StringListHandle();
        using var container = new GdalDataset(errors.CheckResult("GDALOpenEx", LibGdal.GDALOpenEx(path, GDAL_OF_MULTIDIM_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options, 0)), path);
        using var root = errors.CheckResult("GDALDatasetGetRootGroup", LibGdal.GDALDatasetGetRootGroup(container.Handle));
        var file = Path.GetFileName(path);
        using var list = VariableList.Read(root, file);
        List<IGrouping<string, FileVariable>> grids = [.. list.Rasters.GroupBy(variable => $"{variable.Axes[variable.XAxis].Coordinate} {variable.Axes[variable.YAxis].Coordinate}")];
        if (grids.Count > 1)
        {
            var shown = grids.Select(grid => $"{grid.First().Axes[grid.First().XAxis].Size}×{grid.First().Axes[grid.First().YAxis].Size} ({JoinedBands.Listed([.. grid.Select(variable => VariableNames.Shown(variable.Name))])})");
            throw new RasterAccessException($"'{file}' holds GRIB messages of {grids.Count} grids: {string.Join("; ", shown.Take(20))}. Put those of one grid into a file of their own, for example with cdo splitgrid.");
        }
    }
}
