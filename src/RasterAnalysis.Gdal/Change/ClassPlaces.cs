using RasterAnalysis.Gdal.Areas;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Writing;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Transitions;

namespace RasterAnalysis.Gdal.Change;

// Reads a class raster as places in the list of its classes; -1 where there is no pixel, or none that is sure enough. Not thread-safe.
internal sealed class ClassPlaces : IDisposable
{
    private readonly ChangeRaster _raster;
    private readonly GdalDataset _dataset;
    private readonly ClassSamples _samples;
    private readonly ConfidenceMask? _confidence;
    private readonly Dictionary<long, int> _places;

    // by the numbers of the samples
    private readonly List<int> _placeOfNumber = [];

    // needed: the grid that it must be on; null for any.
    public ClassPlaces(ChangeRaster raster, int? minimumConfidence, RasterGrid? needed)
    {
        _raster = raster;
        _dataset = GdalDataset.Open(raster.Path, raster.IsTrusted);
        try
        {
            var band = _dataset.Band(1);
            if (_dataset.BandCount != 1 || band.PixelType.IsFloatingPoint())
            {
                throw new InvalidRequestException(raster.Field, "The raster is no class raster: it must have one band of whole numbers whose values have names.");
            }

            Grid = _dataset.Grid;
            if (needed is not null)
            {
                RequireGrid(_dataset, needed, raster.Field);
            }

            Classes = [.. ClassesOf(raster, band).DistinctBy(one => one.Value)];
            _places = Classes.Index().ToDictionary(one => one.Item.Value, one => one.Index);
            _samples = new ClassSamples(band);
            _confidence = minimumConfidence is { } minimum && raster.Confidence is { } confidence ? new ConfidenceMask(confidence, minimum, needed ?? Grid) : null;
        }
        catch
        {
            _dataset.Dispose();
            throw;
        }
    }

    public RasterGrid Grid { get; }

    public IReadOnlyList<ClassDefinition> Classes { get; }

    public static void RequireGrid(GdalDataset dataset, RasterGrid needed, string field)
    {
        var grid = dataset.Grid;
        if (!needed.HasPixelsOf(grid) || !SpatialReferences.IsSame(needed.Wkt, grid.Wkt))
        {
            throw new InvalidRequestException(field, GridText.Mismatch((grid, NameOf(grid)), (needed, NameOf(needed))));
        }
    }

    public void Read(PixelWindow window, Span<int> places)
    {
        ReadNumbers(window, places);
        while (_placeOfNumber.Count < _samples.Values.Count)
        {
            var value = _samples.Values[_placeOfNumber.Count];
            _placeOfNumber.Add(_places.TryGetValue(value, out var place) ? place : throw new InvalidRequestException(
                _raster.Field, $"The raster has pixels of the value {value}, which is none of its classes; give the value a name, or make these pixels NoData."));
        }

        for (var i = 0; i < places.Length; i++)
        {
            if (places[i] != ClassSamples.NoData)
            {
                places[i] = _placeOfNumber[places[i]];
            }
        }

        _confidence?.Apply(window, places);
    }

    public void Dispose()
    {
        _confidence?.Dispose();
        _dataset.Dispose();
    }

    private static IReadOnlyList<ClassDefinition> ClassesOf(ChangeRaster raster, GdalRasterBand band) =>
        raster.Classes.Count > 0 ? raster.Classes
        : ClassifiedRasterReader.ReadClasses(raster.Path, raster.IsTrusted) is { Classes.Count: > 0 } own ? own.Classes
        : ClassNames.Of(band) is { } named ? TransitionClasses.Colored(named)
        : throw new InvalidRequestException(
            raster.Field, "The raster has no classes: neither its metadata nor an attribute table or category names say what its values mean.");

    private static string? NameOf(RasterGrid grid) => grid.Wkt is { } wkt ? SpatialReferences.NameOf(wkt) ?? "a coordinate system without a name" : null;

    private void ReadNumbers(PixelWindow window, Span<int> numbers)
    {
        try
        {
            _samples.Read(window, numbers);
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException(_raster.Field, exception.Errors[0].Message);
        }
    }
}
