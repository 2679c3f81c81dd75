using System.Globalization;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// Files that hold several rasters in another way than VariableFile's (HDF4, GeoPackage, TIFF of several pages), as one raster. Only for the operator's own files.
internal static partial class SubdatasetFile
{
    private const int MostRasters = 1000;

    // The rasters as bands of a virtual raster, in the file's order and with their names; those of a raster of several bands are numbered from 1.
    // container: open, and the caller's. name: of the one that is wanted; null for all.
    // Throws a RasterAccessException when there is none of the name, or when they have several grids.
    public static GdalDataset Open(GdalDataset container, string? name)
    {
        var file = Path.GetFileName(container.Path);
        var found = RastersOf(container);
        if (found.Count == 0 && name is null)
        {
            throw new RasterAccessException($"'{file}' has no raster bands.");
        }

        var wanted = name is null ? found : [.. found.Where(raster => raster.Name == name).Take(1)];
        if (wanted.Count == 0)
        {
            throw new RasterAccessException(
                $"'{file}' has no raster '{VariableNames.Shown(name!)}'; {(found.Count > 0 ? $"it has {JoinedBands.Listed([.. found.Select(raster => $"'{raster.Name}'")])}" : "it holds one raster: leave out # and the name")}.");
        }

        if (wanted.Count > MostRasters)
        {
            throw new RasterAccessException($"'{file}' holds {wanted.Count} rasters, more than {MostRasters}. Name one of them at the end of the uri, as {file}#{wanted[0].Name}.");
        }

        var sources = new List<JoinedBands.Source>();
        try
        {
            foreach (var (known, subdataset) in wanted)
            {
                var dataset = OpenOne(container, known, subdataset);
                sources.Add(new JoinedBands.Source(known, dataset, dataset.Grid, [.. dataset.Bands.Select(band => dataset.BandCount == 1 ? known : string.Create(CultureInfo.InvariantCulture, $"{known}_{band.Number}"))]));
            }

            return JoinedBands.Join(container, sources);
        }
        finally
        {
            sources.ForEach(source => source.Dataset.Dispose());
        }
    }

    // from the list: some drivers find no single entry of it
    private static List<(string Name, string Subdataset)> RastersOf(GdalDataset container) =>
        [.. StringListHandle.ReadBorrowed(LibGdal.GDALGetMetadata(container.Handle, "SUBDATASETS"))
            .Select(entry => SubdatasetName().Match(entry)).Where(match => match.Success).Select(match => match.Groups["name"].Value)
            .Select(subdataset => (NameOf(subdataset, container.Path), subdataset))];

    // DRIVER:"file":name, DRIVER:name:file and their like: what is neither driver nor file
    private static string NameOf(string subdataset, string path)
    {
        var rest = subdataset.Replace($"\"{path}\"", "", StringComparison.Ordinal).Replace(path, "", StringComparison.Ordinal);
        return VariableNames.Shown(string.Join(':', rest.Split(':', StringSplitOptions.RemoveEmptyEntries).Skip(1)).Trim('/', '"'));
    }

    [GeneratedRegex("^SUBDATASET_[0-9]+_NAME=(?<name>.+)$", RegexOptions.CultureInvariant | RegexOptions.Singleline)]
    private static partial Regex SubdatasetName();

    // The name is the file's own word for it, and only the file's driver may open it.
    private static GdalDataset OpenOne(GdalDataset container, string name, string subdataset)
    {
        using var errors = GdalErrorScope.Enter("Opening a raster of", container.Path);

        // HDF4's rasters have a driver of their own
        using var drivers = StringListHandle.Of(container.DriverName == "HDF4" ? "HDF4Image" : container.DriverName);
        using var options = new StringListHandle();
        var handle = LibGdal.GDALOpenEx(subdataset, GDAL_OF_RASTER | GDAL_OF_READONLY | GDAL_OF_VERBOSE_ERROR, drivers, options, 0);
        var dataset = new GdalDataset(errors.CheckResult("GDALOpenEx", handle), container.Path);
        if (dataset.BandCount > 0)
        {
            return dataset;
        }

        dataset.Dispose();
        throw new RasterAccessException($"The raster '{name}' of '{Path.GetFileName(container.Path)}' has no bands.");
    }
}
