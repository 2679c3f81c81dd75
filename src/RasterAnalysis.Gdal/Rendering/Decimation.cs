using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Rendering;

// Bounds what one view reads. GDAL's warper reads every cell under a view that no overview is coarse enough for, all of them at once; here such a view is made of
// the nearest cells of a raster with fewer, which GDAL picks out of the blocks one after the other.
internal static class Decimation
{
    // As many cells are there for each pixel at least, along each side, so that what is resampled afterwards is no coarser than the view.
    private const double CellsPerPixel = 2;

    // Where more lie under a pixel, reading them all is dearer than what they add.
    private const double MostCellsPerPixel = 4;

    // Blocks that one view may have decoded; one that would take more is coarser.
    private const double MostBytes = 1L << 29;

    // A block is decoded as a whole.
    private const long MostBlockBytes = 256L << 20;

    private const double Step = 0.75;

    // The size to which the raster is to be reduced for a view; null where it is read as it is.
    public static RasterSize? Of(GdalDataset source, IReadOnlyList<int> bands, RasterGrid view)
    {
        var under = CellsUnder(source, view);
        if (under.ShareX <= 0 || under.ShareY <= 0)
        {
            return null;
        }

        var level = LevelFor(source, bands, Math.Min(under.PerPixelX, under.PerPixelY));
        RequireSmallBlocks(source, level);
        var (width, height) = (
            Reduced(source.Size.Width, level.Size.Width, under.PerPixelX), Reduced(source.Size.Height, level.Size.Height, under.PerPixelY));
        var isReduced = width < level.Size.Width || height < level.Size.Height;
        while (level.BytesFor(under, width, height) > MostBytes && (width > 1 || height > 1))
        {
            (width, height, isReduced) = (Math.Max(1, width * Step), Math.Max(1, height * Step), true);
        }

        return isReduced ? new RasterSize((int)Math.Ceiling(width), (int)Math.Ceiling(height)) : null;
    }

    // How many windows that lie apart may be looked into at full size.
    public static int MostWindows(GdalDataset source, IReadOnlyList<int> bands)
    {
        var level = LevelFor(source, bands, 1);
        RequireSmallBlocks(source, level);
        return (int)Math.Clamp(MostBytes / (level.BlockBytes * level.Planes), 1, int.MaxValue);
    }

    private static double Reduced(int cells, int levelCells, double perPixel) =>
        perPixel * levelCells / cells > MostCellsPerPixel ? Math.Max(1, cells * CellsPerPixel / perPixel) : levelCells;

    private static void RequireSmallBlocks(GdalDataset source, Level level)
    {
        if (level.BlockBytes > MostBlockBytes)
        {
            throw new RasterAccessException(
                $"'{Path.GetFileName(source.Path)}' is stored in blocks of {level.Block} pixels, {level.BlockBytes / (1 << 20):0} MiB each, and to show any pixel takes a whole one; "
                + $"more than {MostBlockBytes >> 20} MiB are not read for a picture. Save it in tiles, for example with gdal_translate -co TILED=YES.");
        }
    }

    // As GDAL's warper chooses: the coarsest overview that is finer than the view. Where a mask holds for all bands it must have the overview too.
    private static Level LevelFor(GdalDataset source, IReadOnlyList<int> bands, double wanted)
    {
        var (band, size) = (source.Band(bands[0]), source.Size);
        var best = (Handle: band.Handle, Ratio: 1.0);
        var hasMask = DatasetMasks.NameOf(source, [.. bands])?.StartsWith("mask", StringComparison.Ordinal) == true;
        var count = hasMask && LibGdal.GDALGetOverviewCount(band.GetMask()) == 0 ? 0 : LibGdal.GDALGetOverviewCount(band.Handle);
        for (var number = 0; number < count; number++)
        {
            var overview = LibGdal.GDALGetOverview(band.Handle, number);
            var ratio = overview == 0 ? 0 : (double)size.Width / LibGdal.GDALGetRasterBandXSize(overview);
            best = ratio <= wanted && ratio > best.Ratio ? (overview, ratio) : best;
        }

        LibGdal.GDALGetBlockSize(best.Handle, out var width, out var height);
        var isByPixel = source.GetMetadata("INTERLEAVE", "IMAGE_STRUCTURE") == "PIXEL";
        return new Level(
            new RasterSize(LibGdal.GDALGetRasterBandXSize(best.Handle), LibGdal.GDALGetRasterBandYSize(best.Handle)),
            new RasterSize(Math.Max(1, width), Math.Max(1, height)),
            (double)width * height * band.PixelType.ByteSize() * (isByPixel ? source.BandCount : 1),
            isByPixel ? 1 : bands.Count);
    }

    // The part of the raster that lies under a view, and how dense its cells lie there.
    private static Under CellsUnder(GdalDataset source, RasterGrid view)
    {
        var own = source.Grid;
        Extent? shown = view.Transform.ExtentOf(view.Size);
        if (view.Wkt is { } from && own.Wkt is { } to)
        {
            shown = SpatialReferences.TransformExtent(shown.Value, from, to);
        }

        if (shown is not { IsValid: true } || own.Transform.Determinant == 0 || (own.Wkt is null && view.Wkt is not null))
        {
            // somewhere in it, then: as if the whole raster filled the view
            return new Under(1, 1, own.Size.Width / (double)view.Size.Width, own.Size.Height / (double)view.Size.Height);
        }

        var extent = shown.Value;
        (double Column, double Row)[] corners =
        [
            own.Transform.Invert(extent.XMin, extent.YMin), own.Transform.Invert(extent.XMin, extent.YMax),
            own.Transform.Invert(extent.XMax, extent.YMin), own.Transform.Invert(extent.XMax, extent.YMax),
        ];
        var (left, right) = (corners.Min(corner => corner.Column), corners.Max(corner => corner.Column));
        var (top, bottom) = (corners.Min(corner => corner.Row), corners.Max(corner => corner.Row));
        var (perX, perY) = ((right - left) / view.Size.Width, (bottom - top) / view.Size.Height);
        if (own.Transform is not { RowRotation: 0, ColumnRotation: 0 })
        {
            perX = perY = Math.Sqrt(perX * perY);
        }

        return new Under(
            (Math.Min(right, own.Size.Width) - Math.Max(left, 0)) / own.Size.Width, (Math.Min(bottom, own.Size.Height) - Math.Max(top, 0)) / own.Size.Height, perX, perY);
    }

    // ShareX and ShareY: of the raster's width and height, the part that lies under the view. PerPixelX and PerPixelY: its own cells for each pixel of the view.
    private readonly record struct Under(double ShareX, double ShareY, double PerPixelX, double PerPixelY);

    // What is read: the raster itself or an overview. BlockBytes: of what is decoded at once. Planes: how many such blocks lie at a place.
    private readonly record struct Level(RasterSize Size, RasterSize Block, double BlockBytes, int Planes)
    {
        // Of all the blocks that hold a cell of the part, when the whole is reduced to so many.
        public double BytesFor(Under part, double width, double height) =>
            BlockBytes * Planes * Blocks(part.ShareX, width, Size.Width, Block.Width) * Blocks(part.ShareY, height, Size.Height, Block.Height);

        private static double Blocks(double share, double samples, int size, int block) => Math.Max(1, Math.Min((share * size / block) + 1, share * samples));
    }
}
