using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// Reads an image service as if it were a file: fetches the pages that a window needs, then reads through GDAL, projected or not.
internal sealed class PagedRasterReader : IRasterReader
{
    // GDAL projects whole blocks of its virtual rasters, which are at most so large
    private const int WarpBlock = 512;
    private const int Tries = 3;

    private readonly RasterReadSpec _spec;
    private readonly PageFolder _folder;
    private readonly PagedView<GdalRasterReader> _view;

    private PagedRasterReader(RasterReadSpec spec, PageFolder folder, IPageSource source)
    {
        _spec = spec;
        _folder = folder;
        _view = new PagedView<GdalRasterReader>(folder, source, pages => GdalRasterReader.Over(folder.OpenDataset(pages), spec));
        Grid = spec.WarpTo ?? folder.Grid;
    }

    public RasterGrid Grid { get; }

    public int BandCount => _spec.Bands.Count;

    public static PagedRasterReader Open(RasterReadSpec spec, PageFolder folder, IPageSource source)
    {
        using (var header = folder.OpenDataset(default))
        {
            GdalRasterReader.RequireBands(header, spec.Bands);
        }

        return new PagedRasterReader(spec, folder, source);
    }

    public void Announce(PixelWindow window) => _view.Ensure(SourceOf(window));

    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        var source = SourceOf(window);
        if (source.IsEmpty)
        {
            // the window lies beside the raster
            pixels.Clear();
            validity.Clear();
            return;
        }

        for (var attempt = 1; ; attempt++)
        {
            try
            {
                _view.For(source).Read(window, pixels, validity);
                return;
            }
            catch (GdalException) when (_spec.WarpTo is not null && attempt < Tries)
            {
                // GDAL wanted pixels from farther away than the points said
                _view.Close();
                source = source.Expand(_folder.Raster.PageSide).Intersect(PixelWindow.Whole(_folder.Grid.Size));
            }
        }
    }

    public void Dispose() => _view.Dispose();

    private PixelWindow SourceOf(PixelWindow window)
    {
        if (_spec.WarpTo is not { } grid)
        {
            return window;
        }

        var (column, row) = (window.ColumnOffset / WarpBlock * WarpBlock, window.RowOffset / WarpBlock * WarpBlock);
        var (right, bottom) = (((long)window.ColumnEnd + WarpBlock - 1) / WarpBlock * WarpBlock, ((long)window.RowEnd + WarpBlock - 1) / WarpBlock * WarpBlock);
        var blocks = new PixelWindow(column, row, (int)Math.Min(right, grid.Size.Width) - column, (int)Math.Min(bottom, grid.Size.Height) - row);
        return SourceWindow.Of(grid, blocks, _folder.Grid);
    }
}
