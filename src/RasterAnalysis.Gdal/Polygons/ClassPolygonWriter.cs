using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Polygons;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Polygons;

/// <summary>Makes a GeoPackage of the polygons of class rasters.</summary>
/// <remarks>Thread-safe: each call opens the files for itself. Memory holds some rows of a raster, and the outlines of the regions that reach them.</remarks>
public static class ClassPolygonWriter
{
    private const int MostPixels = 1 << 22;

    /// <summary>Reads every pixel once and writes each polygon as soon as it is complete: in the order of the rows in which they end.</summary>
    /// <param name="path">File to write; what lies there is replaced. It appears complete or not at all.</param>
    /// <param name="layer">Name of its table.</param>
    /// <param name="rasters">Rasters with one band of whole numbers, in one coordinate system; polygons of each come behind those of the one before.</param>
    /// <param name="classes">Values and names of the classes; empty to take those that the first file itself names. Values that are none of them are named by their number.</param>
    /// <param name="options">Which polygons, and how.</param>
    /// <param name="progress">Told the share that is done, 0 to 1.</param>
    /// <param name="rowsAtOnce">Rows that are read at once; 0 for what suits the file. The table does not depend on it.</param>
    /// <exception cref="InvalidRequestException">Field <c>inputRaster</c>: a raster is no class raster. Field <c>classes</c>: a class is none. Field <c>minimumArea</c>: areas are not known.</exception>
    /// <exception cref="RasterAccessException">A file cannot be read or written.</exception>
    public static PolygonReport Write(
        string path, string layer, IReadOnlyList<MosaicMember> rasters, IReadOnlyList<(long Value, string Name)> classes, PolygonOptions options, Action<double>? progress = null,
        int rowsAtOnce = 0)
    {
        ArgumentNullException.ThrowIfNull(rasters);
        ArgumentNullException.ThrowIfNull(classes);
        ArgumentNullException.ThrowIfNull(options);
        try
        {
            return Write(path, layer, rasters, classes, options, progress, rowsAtOnce, measures: true);
        }
        catch (UnsmoothGroundException exception)
        {
            // outlines can be had nevertheless
            return options.MinimumArea > 0
                ? throw NoMinimum(exception.Message)
                : Write(path, layer, rasters, classes, options, progress, rowsAtOnce, measures: false) with { Note = $"Areas are not known: {exception.Message}" };
        }
    }

    private static PolygonReport Write(
        string path, string layer, IReadOnlyList<MosaicMember> rasters, IReadOnlyList<(long Value, string Name)> classes, PolygonOptions options, Action<double>? progress, int rowsAtOnce,
        bool measures)
    {
        using var first = OpenBand(rasters[0]);
        var named = classes.Count > 0 ? classes : ClassNames.Of(first.Band(1))
            ?? throw new InvalidRequestException("inputRaster", "The raster has no classes: neither its metadata nor an attribute table or category names say what its values mean.");
        var errors = new List<RequestError>();
        var wanted = options.Choose(named, errors);
        if (errors.Count > 0)
        {
            throw new InvalidRequestException(errors);
        }

        var names = named.DistinctBy(one => one.Value).ToDictionary(one => one.Value, one => one.Name);
        var (counts, leftOut, notes) = (new Dictionary<long, long>(), 0L, new List<string>());
        var unfinished = $"{path}.{Guid.NewGuid():N}.part.gpkg";
        try
        {
            using (var table = GeoPackageWriter.Create(unfinished, PolygonTable.Definition(layer, first.Wkt)))
            {
                foreach (var (number, raster) in rasters.Index())
                {
                    using var dataset = OpenBand(raster);
                    if (dataset.Wkt != first.Wkt)
                    {
                        throw new InvalidRequestException("inputRaster", $"The raster {raster.Name} of the mosaic is in another coordinate system than {rasters[0].Name}; polygons are made of rasters in one.");
                    }

                    var (ground, reason) = measures ? Ground.Under(dataset.Grid, dataset.Transform is not null) : (null, "");
                    using (ground)
                    {
                        notes.Add(ground?.Note ?? $"Areas are not known: {reason}");
                        var sink = new PolygonTable(
                            table, names, wanted, ground is null && options.MinimumArea > 0 ? throw NoMinimum(reason) : options.MinimumArea, ground is not null, counts);
                        Trace(dataset, ground, options.Simplify, sink, rowsAtOnce, share => progress?.Invoke((number + share) / rasters.Count));
                        leftOut += sink.LeftOut;
                    }
                }

                table.Complete();
            }

            File.Move(unfinished, path, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return new PolygonReport(
            [
                .. names.Where(one => wanted?.Contains(one.Key) != false).Select(one => new PolygonClass(one.Key, one.Value, counts.GetValueOrDefault(one.Key))),
                .. counts.Where(one => !names.ContainsKey(one.Key)).OrderBy(one => one.Key).Select(one => new PolygonClass(one.Key, $"{one.Key}", one.Value)),
            ],
            leftOut, string.Join(' ', notes.Distinct()));
    }

    private static void Trace(GdalDataset dataset, Ground? ground, double simplify, PolygonTable sink, int rowsAtOnce, Action<double> progress)
    {
        var (size, band) = (dataset.Size, dataset.Band(1));
        var (samples, areas) = (new ClassSamples(band), new RowAreas(ground, size));
        sink.Begin(samples.Values, dataset.Grid.Transform);
        var tracer = new RegionTracer(size, simplify, sink);
        var height = rowsAtOnce > 0 ? rowsAtOnce : RowsOf(size, band);
        var numbers = new int[(long)size.Width * Math.Min(height, size.Height)];
        for (var row = 0; row < size.Height; row += height)
        {
            var rows = Math.Min(height, size.Height - row);
            samples.Read(new PixelWindow(0, row, size.Width, rows), numbers.AsSpan(0, size.Width * rows));
            for (var i = 0; i < rows; i++)
            {
                tracer.AddRow(numbers.AsSpan(i * size.Width, size.Width), areas.Read(row + i));
            }

            progress((double)(row + rows) / size.Height);
        }

        tracer.Complete();
    }

    private static GdalDataset OpenBand(MosaicMember raster)
    {
        var dataset = GdalDataset.Open(raster.Path, raster.IsTrusted);
        if (dataset.BandCount == 1 && !dataset.Band(1).PixelType.IsFloatingPoint())
        {
            return dataset;
        }

        dataset.Dispose();
        throw new InvalidRequestException("inputRaster", "The raster is no class raster: polygons are of rasters with one band of whole numbers whose values have names.");
    }

    // Whole blocks, as many as are worth a call; of high ones a part, which GDAL's cache holds meanwhile.
    private static int RowsOf(RasterSize size, GdalRasterBand band)
    {
        LibGdal.GDALGetBlockSize(band.Handle, out _, out var blockHeight);
        var most = Math.Max(1, MostPixels / size.Width);
        return blockHeight > most ? most : Math.Max(1, most / Math.Max(1, blockHeight)) * Math.Max(1, blockHeight);
    }

    private static InvalidRequestException NoMinimum(string reason) =>
        new("minimumArea", $"is in square metres, and the areas of this raster's pixels are not known: {reason} Leave it out.");
}
