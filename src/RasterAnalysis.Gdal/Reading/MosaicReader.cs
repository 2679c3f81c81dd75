using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters.Stacks;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>
/// Reads several rasters as one. Where they overlap the first that has a pixel counts; a pixel is never blended. Rasters whose pixels lie on the
/// grid are read as they are, others are projected or resampled onto it.
/// </summary>
/// <remarks>Not thread-safe. Files are opened when a window first touches them; the one that was not used for longest is closed when there are many.</remarks>
internal sealed class MosaicReader : IRasterReader
{
    private const int MaxOpen = 32;

    // In cells: a corner that is off by less is on it.
    private const double CornerTolerance = 1e-3;

    private readonly RasterReadSpec _spec;
    private readonly Part[] _parts;
    private readonly List<Part> _open = [];
    private float[] _pixels = [];
    private byte[] _validity = [];

    private MosaicReader(RasterReadSpec spec, RasterGrid grid, Part[] parts) => (_spec, Grid, _parts) = (spec, grid, parts);

    public RasterGrid Grid { get; }

    public int BandCount => _spec.Bands.Count;

    public static MosaicReader Open(RasterReadSpec spec)
    {
        var grid = spec.WarpTo ?? throw new ArgumentException("The grid of a mosaic must be given.", nameof(spec));
        return new MosaicReader(spec, grid, [.. spec.Members!.Select(member => Locate(member, grid)).Where(part => !part.Window.IsEmpty)]);
    }

    public void Announce(PixelWindow window) => Announce(window, (reader, own) => reader.Announce(own));

    public void AnnounceLater(PixelWindow window) => Announce(window, (reader, own) => reader.AnnounceLater(own));

    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        pixels.Clear();
        validity.Clear();
        foreach (var part in _parts)
        {
            var common = part.Window.Intersect(window);
            if (common.IsEmpty)
            {
                continue;
            }

            Paste(part, common, window, pixels, validity);
            if (!validity.Contains((byte)0))
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        foreach (var part in _open)
        {
            part.Reader!.Dispose();
        }
    }

    // Pixels of the grid that a raster may touch. Where its own pixels are the grid's, it is read without projecting.
    private static Part Locate(MosaicMember member, RasterGrid grid)
    {
        var info = RasterDescriber.Describe(member.Path, member.IsTrusted);
        var extent = grid.Wkt is { } wkt ? MosaicPlanner.ExtentOf(member, info, wkt) : info.Extent;
        var (left, top) = grid.Transform.Invert(extent.XMin, extent.YMax);
        var (right, bottom) = grid.Transform.Invert(extent.XMax, extent.YMin);
        var (width, height) = info.Grid.Transform.CellSize;
        var (cellWidth, cellHeight) = grid.Transform.CellSize;
        var isOnGrid = info.Grid.Transform.IsNorthUp && SpatialReferences.IsSame(info.Grid.Wkt, grid.Wkt)
            && Math.Abs(width - cellWidth) * info.Grid.Size.Width < CornerTolerance * cellWidth
            && Math.Abs(height - cellHeight) * info.Grid.Size.Height < CornerTolerance * cellHeight
            && Math.Abs(left - Math.Round(left)) < CornerTolerance && Math.Abs(top - Math.Round(top)) < CornerTolerance;
        if (isOnGrid)
        {
            var (column, row) = ((int)Math.Round(left), (int)Math.Round(top));
            var own = new PixelWindow(column, row, info.Grid.Size.Width, info.Grid.Size.Height);
            return new Part(member, own.Intersect(PixelWindow.Whole(grid.Size)), (column, row));
        }

        var (firstColumn, firstRow) = (Math.Max(0, Math.Floor(left)), Math.Max(0, Math.Floor(top)));
        var (endColumn, endRow) = (Math.Min(grid.Size.Width, Math.Ceiling(right)), Math.Min(grid.Size.Height, Math.Ceiling(bottom)));
        return new Part(member, new PixelWindow((int)firstColumn, (int)firstRow, (int)Math.Max(0, endColumn - firstColumn), (int)Math.Max(0, endRow - firstRow)), null);
    }

    // What lies under a raster that reaches over the whole window is read only where that has holes, which nobody knows yet.
    private void Announce(PixelWindow window, Action<IRasterReader, PixelWindow> announce)
    {
        foreach (var part in _parts)
        {
            if (IsElsewhere(part.Member.Path) && part.Window.Intersect(window) is { IsEmpty: false } common)
            {
                announce(ReaderOf(part), OwnOf(part, common));
            }

            if (part.Window.Contains(window))
            {
                return;
            }
        }
    }

    // Files of this machine need not be told, and are not opened before they are read.
    private static bool IsElsewhere(string path) => RasterStackPath.FileOf(path) is not null || RangedFilePath.FileOf(path) is not null;

    private static PixelWindow OwnOf(Part part, PixelWindow common)
    {
        var (column, row) = part.Origin ?? (part.Window.ColumnOffset, part.Window.RowOffset);
        return common with { ColumnOffset = common.ColumnOffset - column, RowOffset = common.RowOffset - row };
    }

    private void Paste(Part part, PixelWindow common, PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        var count = checked((int)common.PixelCount);
        if (_validity.Length < count || _pixels.Length < count * BandCount)
        {
            _validity = new byte[count];
            _pixels = new float[checked(count * BandCount)];
        }

        ReaderOf(part).Read(OwnOf(part, common), _pixels.AsSpan(0, count * BandCount), _validity.AsSpan(0, count));
        for (var i = 0; i < count; i++)
        {
            var to = ((common.RowOffset - window.RowOffset + (i / common.Width)) * window.Width) + common.ColumnOffset - window.ColumnOffset + (i % common.Width);
            if (validity[to] != 0 || _validity[i] == 0)
            {
                continue;
            }

            validity[to] = 1;
            for (var band = 0; band < BandCount; band++)
            {
                pixels[(band * window.Width * window.Height) + to] = _pixels[(band * count) + i];
            }
        }
    }

    private IRasterReader ReaderOf(Part part)
    {
        _open.Remove(part);
        if (part.Reader is null && _open.Count == MaxOpen)
        {
            _open[0].Reader!.Dispose();
            _open[0].Reader = null;
            _open.RemoveAt(0);
        }

        part.Reader ??= RasterOpener.Open(new RasterReadSpec(
            part.Member.Path, part.Member.IsTrusted, _spec.Bands, part.Origin is null ? Grid.Crop(part.Window) : null, _spec.Resampling));
        _open.Add(part);
        return part.Reader;
    }

    // Origin: place of the raster's own first pixel in the grid; null where it is projected onto the window.
    private sealed class Part(MosaicMember member, PixelWindow window, (int Column, int Row)? origin)
    {
        public MosaicMember Member => member;

        public PixelWindow Window => window;

        public (int Column, int Row)? Origin => origin;

        public IRasterReader? Reader { get; set; }
    }
}
