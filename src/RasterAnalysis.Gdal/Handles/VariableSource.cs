using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// Variables of a file as datasets: by their driver's own word where that tells more of their place, else as views of their arrays.
internal static class VariableSource
{
    private const int MostWktLength = 100_000;

    // All in one of the two ways: what they make of the rows' order differs.
    public static List<GdalDataset> Open(GdalDataset container, IReadOnlyList<FileVariable> variables)
    {
        List<GdalDataset?> classic = [];
        foreach (var variable in variables)
        {
            classic.Add(OpenClassic(container, variable));
            if (classic[^1] is null)
            {
                break;
            }
        }

        var isWhole = !classic.Contains(null);
        if (isWhole && classic.TrueForAll(dataset => dataset!.Transform is not null))
        {
            return [.. classic.OfType<GdalDataset>()];
        }

        List<GdalDataset> views = [];
        try
        {
            views.AddRange(variables.Select(variable => variable.OpenView(container.Path)));
        }
        catch
        {
            Close(classic);
            Close(views);
            throw;
        }

        var hasPlace = views.TrueForAll(view => view.Transform is not null);
        Close(isWhole && !hasPlace ? views.AsEnumerable<GdalDataset?>() : classic);
        return isWhole && !hasPlace ? [.. classic.OfType<GdalDataset>()] : views;
    }

    private static void Close(IEnumerable<GdalDataset?> datasets)
    {
        foreach (var dataset in datasets)
        {
            dataset?.Dispose();
        }
    }

    // Where the driver gives no coordinate system: that of the variable that grid_mapping names, as text. Longitudes and latitudes in degrees, of which the file says no more, are taken for WGS 84's.
    public static RasterGrid GridOf(GroupHandle root, GdalDataset dataset, FileVariable variable)
    {
        var grid = dataset.Grid;
        return grid.Wkt is not null || dataset.Transform is null ? grid
            : MappingOf(root, variable) is { } wkt ? grid with { Wkt = wkt }
            : variable.Axes[variable.XAxis].IsDegrees && variable.Axes[variable.YAxis].IsDegrees ? grid with { Wkt = SpatialReferences.Wgs84 } : grid;
    }

    // A name is looked for in the variable's group and in those around it.
    private static string? MappingOf(GroupHandle root, FileVariable variable)
    {
        var name = variable.Attribute("grid_mapping")?.Split(' ', ':')[0];
        for (var group = variable.FullName; name is { Length: > 0 } && group.LastIndexOf('/') is >= 0 and var slash; group = group[..slash])
        {
            using var mapping = VariableList.Find(root, $"{group[..slash]}/{name}");
            if (mapping is not null)
            {
                var wkt = mapping.Attribute("crs_wkt") ?? mapping.Attribute("spatial_ref");
                return wkt is { Length: <= MostWktLength } && wkt.Contains('[', StringComparison.Ordinal) && SpatialReferences.NameOf(wkt) is not null ? wkt : null;
            }
        }

        return null;
    }

    // netCDF's driver knows grids that the arrays do not tell (geostationary ones, GDAL's own attributes) and turns the north up; it takes the last two axes for rows and columns whatever they are,
    // and no name with signs of its own. Null where it cannot.
    private static GdalDataset? OpenClassic(GdalDataset container, FileVariable variable)
    {
        var last = variable.Axes.Length - 1;
        if (container.DriverName != "netCDF" || variable.XAxis != last || variable.YAxis != last - 1 || variable.Name.AsSpan().ContainsAny('"', ':') || container.Path.Contains('"', StringComparison.Ordinal))
        {
            return null;
        }

        using var errors = GdalErrorScope.Enter("Opening a variable of", container.Path);
        using var drivers = StringListHandle.Of("netCDF");
        using var options = new StringListHandle();
        var name = variable.Name.Contains('/', StringComparison.Ordinal) ? variable.FullName : variable.Name;
        var handle = LibGdal.GDALOpenEx($"NETCDF:\"{container.Path}\":{name}", GDAL_OF_RASTER | GDAL_OF_READONLY, drivers, options, 0);
        errors.Forgive();
        if (handle.IsInvalid)
        {
            handle.Dispose();
            return null;
        }

        var dataset = new GdalDataset(handle, container.Path);
        var isSame = dataset.BandCount == variable.BandCount && (ulong)dataset.Size.Width == variable.Axes[last].Size && (ulong)dataset.Size.Height == variable.Axes[last - 1].Size;
        if (isSame)
        {
            return dataset;
        }

        dataset.Dispose();
        return null;
    }
}
