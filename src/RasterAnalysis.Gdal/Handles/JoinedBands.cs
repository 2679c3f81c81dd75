using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Handles;

// Bands of several datasets of one grid as those of one virtual raster, which keeps what it reads from.
internal static class JoinedBands
{
    private const int MostShown = 20;

    // Throws a RasterAccessException when the grids differ.
    public static GdalDataset Join(GdalDataset container, IReadOnlyList<Source> sources)
    {
        RequireOneGrid(Path.GetFileName(container.Path), sources);
        var grid = sources[0].Grid;
        var joined = new GdalDataset(LibGdal.VRTCreate(grid.Size.Width, grid.Size.Height), container.Path) { FileDriverName = container.DriverName, FileNames = container.Files() };
        try
        {
            joined.SetGrid(grid);
            foreach (var source in sources)
            {
                foreach (var band in source.Dataset.Bands)
                {
                    var added = Add(joined, band, source.BandNames[band.Number - 1]);
                    if (source.Packing is var (scale, offset))
                    {
                        added.SetScaling(scale, offset);
                    }
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

    // The first of them, and how many more there are.
    public static string Listed(IReadOnlyList<string> names) =>
        $"{string.Join(", ", names.Take(MostShown))}{(names.Count > MostShown ? $" and {names.Count - MostShown} more" : "")}";

    private static void RequireOneGrid(string file, IReadOnlyList<Source> sources)
    {
        var first = sources[0].Grid;
        if (sources.Any(source => source.Grid.Size != first.Size || source.Grid.Transform != first.Transform || !SpatialReferences.IsSame(source.Grid.Wkt, first.Wkt)))
        {
            throw new RasterAccessException(
                $"'{file}' holds variables of several grids: {Listed([.. sources.Select(source => $"{source.Name} ({source.Grid.Size})")])}. "
                + $"Name one of them at the end of the uri, as {file}#{sources[0].Name}.");
        }
    }

    private static GdalRasterBand Add(GdalDataset joined, GdalRasterBand source, string name)
    {
        var size = joined.Size;
        using var errors = GdalErrorScope.Enter("Joining the variables of", joined.Path);
        using var options = new StringListHandle();
        errors.Check("GDALAddBand", LibGdal.GDALAddBand(joined.Handle, LibGdal.GDALGetRasterDataType(source.Handle), options));
        var band = joined.Band(joined.BandCount);
        errors.Check("VRTAddSimpleSource", LibGdal.VRTAddSimpleSource(
            band.Handle, source.Handle, 0, 0, size.Width, size.Height, 0, 0, size.Width, size.Height, "near", LibGdal.NoDataUnset));
        band.TakeMeaning(source, name);
        return band;
    }

    // Name: as it is written behind #.
    internal sealed record Source(string Name, GdalDataset Dataset, RasterGrid Grid, IReadOnlyList<string> BandNames)
    {
        // Where the dataset does not tell it.
        public (double Scale, double Offset)? Packing { get; init; }
    }
}
