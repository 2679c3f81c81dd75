using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// Files of several variables (GDAL's subdatasets: netCDF, HDF5, Zarr) as one raster. Only for the operator's own files: such formats may name other files.
internal static partial class VariableFile
{
    private const int MostVariables = 1000;
    private const int MostShown = 20;

    // The variables as bands of a virtual raster, in the file's order (by name in Zarr, which has none) and with their names; those of a variable of several bands are numbered from 1.
    // container: open, and the caller's. name: of the one that is wanted; null for all.
    // Throws a RasterAccessException when there is none of the name, or when they have several grids.
    public static GdalDataset Open(GdalDataset container, string? name)
    {
        var file = Path.GetFileName(container.Path);
        var variables = VariablesOf(container);
        if (variables.Count == 0 && name is null)
        {
            throw new RasterAccessException($"'{file}' has no raster bands.");
        }

        variables = name is null ? variables : [.. Wanted(variables, name).Take(1)];
        if (variables.Count == 0)
        {
            throw new RasterAccessException($"'{file}' has no variable '{name}'; {(VariablesOf(container) is { Count: > 0 } all ? $"it has {Names(all)}" : "it holds one raster: leave out # and the name")}.");
        }

        var opened = new List<GdalDataset>();
        try
        {
            opened.AddRange(variables.Select(variable => OpenVariable(container, variable.Subdataset)));
            RequireOneGrid(file, variables, opened);
            return Join(container, variables, opened);
        }
        finally
        {
            opened.ForEach(dataset => dataset.Dispose());
        }
    }

    private static List<(string Name, string Subdataset)> VariablesOf(GdalDataset container)
    {
        // from the list: netCDF's driver finds no single entry of it
        var found = StringListHandle.ReadBorrowed(LibGdal.GDALGetMetadata(container.Handle, "SUBDATASETS"))
            .Select(entry => SubdatasetName().Match(entry)).Where(match => match.Success).Select(match => match.Groups["name"].Value)

            // NETCDF:"file":name, HDF5:"file"://group/name, ZARR:"file":/group/name
            .Select(subdataset => (Name: subdataset[(subdataset.LastIndexOf(':') + 1)..].TrimStart('/'), Subdataset: subdataset)).Take(MostVariables);

        // the order of a folder's entries is none
        return container.DriverName == "Zarr" ? [.. found.OrderBy(variable => variable.Name, StringComparer.Ordinal)] : [.. found];
    }

    [GeneratedRegex("^SUBDATASET_[0-9]+_NAME=(?<name>.+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SubdatasetName();

    // By the whole name first, then by what stands behind the groups.
    private static IEnumerable<(string Name, string Subdataset)> Wanted(List<(string Name, string Subdataset)> variables, string name)
    {
        var plain = name.TrimStart('/');
        return variables.Where(variable => variable.Name == plain)
            .Concat(variables.Where(variable => variable.Name[(variable.Name.LastIndexOf('/') + 1)..] == plain) is var last && last.Count() == 1 ? last : []);
    }

    // The name is the file's own word for it, and only the file's driver may open it.
    private static GdalDataset OpenVariable(GdalDataset container, string subdataset)
    {
        using var errors = GdalErrorScope.Enter("Opening a variable of", container.Path);

        // HDF5's variables have a driver of their own
        using var drivers = StringListHandle.Of(container.DriverName == "HDF5" ? "HDF5Image" : container.DriverName);
        using var options = new StringListHandle();
        var handle = LibGdal.GDALOpenEx(subdataset, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options, 0);
        var dataset = new GdalDataset(errors.CheckResult("GDALOpenEx", handle), container.Path);
        if (dataset.BandCount > 0)
        {
            return dataset;
        }

        dataset.Dispose();
        throw new RasterAccessException($"A variable of '{Path.GetFileName(container.Path)}' has no raster bands: {subdataset[(subdataset.LastIndexOf(':') + 1)..]}.");
    }

    private static void RequireOneGrid(string file, List<(string Name, string Subdataset)> variables, List<GdalDataset> opened)
    {
        var grids = opened.ConvertAll(dataset => dataset.Grid);
        if (grids.Any(grid => grid.Size != grids[0].Size || grid.Transform != grids[0].Transform || !SpatialReferences.IsSame(grid.Wkt, grids[0].Wkt)))
        {
            throw new RasterAccessException(
                $"'{file}' holds variables of several grids: {string.Join(", ", variables.Zip(grids).Take(MostShown).Select(pair => $"{pair.First.Name} ({pair.Second.Size})"))}"
                + $"{(variables.Count > MostShown ? $" and {variables.Count - MostShown} more" : "")}. Name one of them at the end of the uri, as {file}#{variables[0].Name}.");
        }
    }

    private static GdalDataset Join(GdalDataset container, List<(string Name, string Subdataset)> variables, List<GdalDataset> opened)
    {
        var size = opened[0].Size;
        var joined = new GdalDataset(LibGdal.VRTCreate(size.Width, size.Height), container.Path) { FileDriverName = container.DriverName, FileNames = container.Files() };
        try
        {
            joined.SetGrid(opened[0].Grid);
            foreach (var (variable, dataset) in variables.Zip(opened))
            {
                foreach (var band in dataset.Bands)
                {
                    Add(joined, band, dataset.BandCount == 1 ? variable.Name : string.Create(CultureInfo.InvariantCulture, $"{variable.Name}_{band.Number}"));
                }
            }

            return joined;
        }
        catch
        {
            joined.Dispose();
            throw;
        }
    }

    private static void Add(GdalDataset joined, GdalRasterBand source, string name)
    {
        var size = joined.Size;
        using var errors = GdalErrorScope.Enter("Joining the variables of", joined.Path);
        using var options = new StringListHandle();
        errors.Check("GDALAddBand", LibGdal.GDALAddBand(joined.Handle, LibGdal.GDALGetRasterDataType(source.Handle), options));
        var band = joined.Band(joined.BandCount);
        errors.Check("VRTAddSimpleSource", LibGdal.VRTAddSimpleSource(
            band.Handle, source.Handle, 0, 0, size.Width, size.Height, 0, 0, size.Width, size.Height, "near", LibGdal.NoDataUnset));
        band.TakeMeaning(source, name);
    }

    private static string Names(List<(string Name, string Subdataset)> variables) =>
        $"{string.Join(", ", variables.Take(MostShown).Select(variable => $"'{variable.Name}'"))}{(variables.Count > MostShown ? $" and {variables.Count - MostShown} more" : "")}";
}
