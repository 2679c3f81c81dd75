using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// Files of several variables (netCDF, HDF5, Zarr) as one raster. Such formats may name other files: these are the operator's own, or were looked through (VariableGuard).
internal static class VariableFile
{
    private const int MostVariables = 1000;
    private const int MostBands = 10_000;

    private static readonly string[] Drivers = ["netCDF", "HDF5", "Zarr"];
    private static readonly string[] StrangersDrivers = ["netCDF", "HDF5"];

    // The variables as bands of a virtual raster, in the file's order (by name in Zarr, which has none) and with their names.
    // name: of the one that is wanted; null for all. Null when the file is of no such format.
    // Throws a RasterAccessException when there is none of the name, when they have several grids, or when they are too many.
    public static GdalDataset? TryOpen(string path, string? name)
    {
        var driver = LibGdal.GDALGetDriverShortName(LibGdal.GDALIdentifyDriverEx(path, GDAL_OF_RASTER, 0, 0));
        if (!Drivers.Contains(driver))
        {
            return null;
        }

        RequireKnownZarr(path);
        return Open(path, driver!, name);
    }

    // One that came from another server.
    public static GdalDataset OpenFetched(VariablePath path)
    {
        var file = GdalDrivers.RequireLocalFile(path.File);
        VariableGuard.Require(file);
        using var drivers = StringListHandle.Of(StrangersDrivers);
        var driver = LibGdal.GDALGetDriverShortName(LibGdal.GDALIdentifyDriverEx(file, GDAL_OF_RASTER, drivers.DangerousGetHandle(), 0));
        return StrangersDrivers.Contains(driver) ? Open(file, driver!, path.Variable) : throw new RasterAccessException($"'{Path.GetFileName(file)}' cannot be read as netCDF or HDF5.");
    }

    private static GdalDataset Open(string path, string driver, string? name)
    {
        using var container = OpenContainer(path, driver);
        using var root = RootOf(container);
        using var named = name is null ? null : VariableList.Find(root, name);
        if (named is not null)
        {
            return Open(container, root, [Usable(named, path)]);
        }

        var file = Path.GetFileName(path);
        using var list = VariableList.Read(root, file);
        if (name is null)
        {
            return list.Rasters is { Count: > 0 } rasters ? Open(container, root, Ordered([.. rasters.Select(raster => Usable(raster, path))], driver)) : throw new RasterAccessException($"'{file}' holds no raster: no variable of numbers over two axes or more{(list.Unreadable is { } reason ? $"; {reason}" : "")}.");
        }

        return list.FindShort(name) is { } single ? Open(container, root, [Usable(single, path)]) : throw new RasterAccessException(
            $"'{file}' has no variable '{VariableNames.Shown(name)}'{(list.Rasters is { Count: > 0 } all ? $"; it has {JoinedBands.Listed([.. all.Select(variable => $"'{VariableNames.Shown(variable.Name)}'")])}" : "")}.");
    }

    // GDAL before 3.8 knows a draft of version 3, whose files lay elsewhere, and takes what came out for an empty folder.
    private static void RequireKnownZarr(string path)
    {
        var root = Path.Combine(path, "zarr.json");
        if (GdalRuntime.Version < new GdalVersion(3, 8, 0) && File.Exists(root) && File.ReadAllText(root).Contains("\"node_type\"", StringComparison.Ordinal))
        {
            throw new RasterAccessException($"'{Path.GetFileName(path)}' is Zarr of version 3, which libgdal {GdalRuntime.Version} does not read. Write version 2, for example with to_zarr(path, zarr_format=2) of xarray.");
        }
    }

    private static GdalDataset OpenContainer(string path, string driver)
    {
        using var errors = GdalErrorScope.Enter("Opening", path);
        using var drivers = StringListHandle.Of(driver);
        using var options = new StringListHandle();
        return new GdalDataset(errors.CheckResult("GDALOpenEx", LibGdal.GDALOpenEx(path, GDAL_OF_MULTIDIM_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options, 0)), path);
    }

    private static GroupHandle RootOf(GdalDataset container)
    {
        using var errors = GdalErrorScope.Enter("Opening", container.Path);
        return errors.CheckResult("GDALDatasetGetRootGroup", LibGdal.GDALDatasetGetRootGroup(container.Handle));
    }

    private static FileVariable Usable(FileVariable variable, string path)
    {
        var what = $"The variable '{VariableNames.Shown(variable.Name)}' of '{Path.GetFileName(path)}'";
        var (columns, rows) = variable.Axes.Length < 2 ? (0, 0) : (variable.Axes[variable.XAxis].Size, variable.Axes[variable.YAxis].Size);
        return !variable.IsNumeric ? throw new RasterAccessException($"{what} holds texts or records, not numbers.")
            : variable.Axes.Length < 2 ? throw new RasterAccessException($"{what} has {(variable.Axes.Length == 0 ? "no axis" : "one axis")}; a raster has two or more.")
            : Array.Find(variable.Axes, axis => axis.Size == 0) is { } empty ? throw new RasterAccessException($"{what} is empty: nothing has been written along its axis '{VariableNames.Shown(empty.Name)}'.")
            : columns > int.MaxValue || rows > int.MaxValue ? throw new RasterAccessException($"{what} has {columns} columns and {rows} rows; {int.MaxValue} of each are the most.")
            : variable;
    }

    // the order of a folder's entries is none
    private static IReadOnlyList<FileVariable> Ordered(IReadOnlyList<FileVariable> variables, string driver) =>
        driver == "Zarr" ? [.. variables.OrderBy(variable => variable.Name, StringComparer.Ordinal)] : variables;

    private static GdalDataset Open(GdalDataset container, GroupHandle root, IReadOnlyList<FileVariable> variables)
    {
        RequireFew(Path.GetFileName(container.Path), variables);
        var shortNames = variables.CountBy(variable => variable.ShortName).ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.Ordinal);
        var opened = VariableSource.Open(container, variables);
        try
        {
            return JoinedBands.Join(container, [.. variables.Zip(opened, (variable, dataset) => new JoinedBands.Source(
                VariableNames.Shown(variable.Name),
                dataset,
                VariableSource.GridOf(root, dataset, variable),
                VariableNames.OfBands(variable, shortNames[variable.ShortName] == 1 ? variable.ShortName : variable.Name, variables.Count == 1))
            {
                Packing = container.DriverName == "HDF5" ? variable.Packing : null,
            })]);
        }
        finally
        {
            opened.ForEach(dataset => dataset.Dispose());
        }
    }

    private static void RequireFew(string file, IReadOnlyList<FileVariable> variables)
    {
        var bands = variables.Sum(variable => variable.BandCount);
        if (variables is [var only] && bands > MostBands)
        {
            var axes = only.BandAxes.Select(axis => $"'{VariableNames.Shown(only.Axes[axis].Name)}' ({only.Axes[axis].Size})");
            throw new RasterAccessException(
                $"The variable '{VariableNames.Shown(only.Name)}' of '{file}' has more steps along {string.Join(" and ", axes)} than the {MostBands} bands that a raster may have. "
                + $"Cut a part of it, for example with gdalmdimtranslate -array name={VariableNames.Shown(only.Name)},view=[0:100,...] {file} part.nc.");
        }

        if (variables.Count > MostVariables || bands > MostBands)
        {
            throw new RasterAccessException(
                $"'{file}' holds {variables.Count} variables with {bands} bands, and a raster may have {MostVariables} variables and {MostBands} bands. "
                + $"Name one of them at the end of the uri, as {file}#{VariableNames.Shown(variables[0].Name)}.");
        }
    }
}
