using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// A block as an image service answered it, opened and compared with what was asked for: a stranger's file, so only the GeoTIFF driver opens it.
internal sealed class PageAnswer : IDisposable
{
    // in cells: a corner that is off by less is on it
    private const double CornerTolerance = 1e-3;

    private readonly ImageServiceRaster _raster;
    private readonly PixelWindow _window;

    private PageAnswer(ImageServiceRaster raster, PixelWindow window, GdalDataset dataset) => (_raster, _window, Dataset) = (raster, window, dataset);

    public GdalDataset Dataset { get; }

    public static PageAnswer Open(ImageServiceRaster raster, PageFile file)
    {
        var dataset = GdalDataset.Open(file.Path, isTrusted: false);
        try
        {
            var answer = new PageAnswer(raster, file.Window, dataset);
            if (dataset.DriverName != "GTiff")
            {
                throw answer.Refuse($"a file of the format {dataset.DriverName} instead of a TIFF");
            }

            answer.RequirePlace();
            return answer;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    // What the pages are like, by this answer and by what the service says of itself.
    public PageLayout Layout()
    {
        var bands = CountBands();
        RequireBands(bands, _raster.BandCount);
        var type = TypeOf(bands);
        RequireType(type, _raster.PixelType);
        var declared = _raster.NoData;
        return new PageLayout(
            type,
            [.. Enumerable.Range(0, bands).Select(i => NoDataOf(i + 1, type) ?? (declared.Count == 1 ? declared[0] : declared.ElementAtOrDefault(i)) ?? _raster.SentNoData)],
            [.. Enumerable.Range(1, bands).Select(number => Dataset.Band(number).ColorInterpretation)],
            Dataset.BandCount > bands || Reading.Samples.DatasetMasks.Of(Dataset, [.. Enumerable.Range(1, bands)]).Count > 0);
    }

    public void Require(PageLayout layout)
    {
        RequireBands(CountBands(layout.BandCount), layout.BandCount);
        RequireType(TypeOf(layout.BandCount), layout.Type);
        for (var number = 1; number <= layout.BandCount; number++)
        {
            if (NoDataOf(number, layout.Type) is { } noData && !noData.Equals(layout.NoData[number - 1]))
            {
                throw Refuse(FormattableString.Invariant($"NoData {noData} in band {number}, though its other blocks have {(layout.NoData[number - 1] is { } other ? FormattableString.Invariant($"{other}") : "none")}"));
            }
        }
    }

    public void Dispose() => Dataset.Dispose();

    private void RequirePlace()
    {
        if (Dataset.Size != new RasterSize(_window.Width, _window.Height))
        {
            throw Refuse($"{Dataset.Size} pixels instead of {_window.Width}×{_window.Height}");
        }

        if (Dataset.Transform is not { } transform)
        {
            throw Refuse("a picture that does not say where it lies, so that its pixels cannot be placed for certain");
        }

        var asked = _raster.Transform.Offset(_window.ColumnOffset, _window.RowOffset);
        foreach (var (column, row) in new[] { (0, 0), (_window.Width, 0), (0, _window.Height), (_window.Width, _window.Height) })
        {
            var (x, y) = transform.Apply(column, row);
            var (c, r) = asked.Invert(x, y);

            // not written with a greater-than sign, so that NaN fails too
            if (!(Math.Abs(c - column) <= CornerTolerance && Math.Abs(r - row) <= CornerTolerance))
            {
                throw Refuse(FormattableString.Invariant($"another place: its corner lies {c - column:0.###} columns and {r - row:0.###} rows off, which would shift pixels"));
            }
        }
    }

    // An alpha band behind the service's own bands is a mask and no band.
    private int CountBands(int? expected = null)
    {
        var count = Dataset.BandCount;
        expected ??= _raster.BandCount;
        return count == expected + 1 && Dataset.Band(count).IsAlpha ? count - 1 : count;
    }

    private void RequireBands(int bands, int? expected)
    {
        if (expected is { } wanted && bands != wanted)
        {
            throw Refuse($"{bands} band{(bands == 1 ? "" : "s")} instead of {wanted}");
        }
    }

    private PixelType TypeOf(int bands)
    {
        var type = Dataset.Band(1).PixelType;
        return Enumerable.Range(1, bands).All(number => Dataset.Band(number).PixelType == type) ? type : throw Refuse("bands of different types");
    }

    private void RequireType(PixelType type, PixelType? expected)
    {
        if (expected is { } wanted && type != wanted)
        {
            throw Refuse($"samples of type {type} instead of {wanted}");
        }
    }

    // A value that the type cannot hold means nothing; that NaN is no sample is known without being said.
    private double? NoDataOf(int band, PixelType type) =>
        Dataset.Band(band).NoData is { } value && !double.IsNaN(value)
        && (type.IntegerRange() is not { } range || (value >= range.Min && value <= range.Max && Math.Floor(value) == value)) ? value : null;

    private RasterAccessException Refuse(string found) => new($"The image service {_raster.Name} answered {_window} with {found}.");
}
