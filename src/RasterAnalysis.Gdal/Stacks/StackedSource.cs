using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Stacks;

// A file of a stack, open, with the NoData values that are known of it beside what it says itself.
internal sealed class StackedSource : IDisposable
{
    private readonly StackedFile _file;

    private StackedSource(StackedFile file, GdalDataset dataset) => (_file, Dataset) = (file, dataset);

    public GdalDataset Dataset { get; }

    public string Title => _file.Title;

    public static StackedSource Open(StackedFile file, string path)
    {
        var dataset = OpenFile(file, path);
        try
        {
            if (file.Bands.Count > dataset.BandCount)
            {
                throw new RasterAccessException($"'{file.Title}' has {dataset.BandCount} band{(dataset.BandCount == 1 ? "" : "s")}, but its item describes {file.Bands.Count}.");
            }

            int[] bare = [.. Enumerable.Range(1, file.Bands.Count).Where(number => file.Bands[number - 1].NoData is { } value && Lacks(dataset.Band(number), value))];
            return new StackedSource(file, bare.Length == 0 ? dataset : WithNoData(dataset, file, bare));
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    // What stored values mean: the file's own word, or else what is known of it.
    public (double Scale, double Offset, bool IsOwn) ScalingOf(int number)
    {
        var own = Dataset.Band(number).Scaling;
        return own != (1, 0) ? (own.Scale, own.Offset, true)
            : number <= _file.Bands.Count ? (_file.Bands[number - 1].Scale, _file.Bands[number - 1].Offset, false)
            : (1, 0, true);
    }

    public string NameOf(int number) => number <= _file.Bands.Count && _file.Bands[number - 1].Name is { Length: > 0 } name ? name : Dataset.Band(number).Name;

    public void Dispose() => Dataset.Dispose();

    private static GdalDataset OpenFile(StackedFile file, string path)
    {
        try
        {
            return GdalDataset.Open(path, isTrusted: false);
        }
        catch (RasterAccessException exception)
        {
            throw new RasterAccessException($"'{file.Title}' cannot be read as a raster. {exception.Message}", exception.IsTransient, exception);
        }
    }

    // NaN says so of itself, and a value that no sample can have says nothing.
    private static bool Lacks(GdalRasterBand band, double value) =>
        (band.MaskFlags & GMF_ALL_VALID) != 0 && double.IsFinite(value)
        && (band.PixelType.IntegerRange() is not { } range || (value >= range.Min && value <= range.Max && Math.Floor(value) == value));

    // A view holds on to the file.
    private static GdalDataset WithNoData(GdalDataset dataset, StackedFile file, int[] bands)
    {
        var view = WarpedView.Translate(dataset, ["-of", "VRT"]);
        try
        {
            foreach (var number in bands)
            {
                view.Band(number).SetNoData(file.Bands[number - 1].NoData!.Value);
            }

            dataset.Dispose();
            return view;
        }
        catch
        {
            view.Dispose();
            throw;
        }
    }
}
