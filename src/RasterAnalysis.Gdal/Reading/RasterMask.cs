using RasterAnalysis.Classification;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>A raster as a mask: a pixel is wanted when its centre lies on a valid cell of the raster's first band, whatever the cell's value.</summary>
/// <remarks>Not thread-safe, as a dataset is not. The mask may have any grid and coordinate system; the nearest cell counts.</remarks>
public sealed class RasterMask : IPixelMask
{
    private readonly GdalDataset _source;
    private readonly RasterGrid _grid;

    private RasterMask(GdalDataset source, RasterGrid grid) => (_source, _grid) = (source, grid);

    /// <summary>Opens a mask.</summary>
    /// <param name="path">File.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="grid">The processing grid, of any orientation.</param>
    /// <exception cref="RasterAccessException">It cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>context.mask</c>: it cannot be laid over the grid.</exception>
    public static RasterMask Open(string path, bool isTrusted, RasterGrid grid)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var source = GdalDataset.Open(path, isTrusted);
        var hasPlace = (source.Wkt ?? source.ControlWkt) is not null;
        if (hasPlace != (grid.Wkt is not null) || (!hasPlace && source.Size != grid.Size))
        {
            var own = source.Size;
            source.Dispose();
            throw new InvalidRequestException(
                "context.mask",
                grid.Wkt is null
                    ? $"The raster to classify has no coordinate system, so its mask must have none either and the same size of {grid.Size} pixels; it has {own}."
                    : "The mask raster has no coordinate system, so it cannot be laid over the raster to classify.");
        }

        return new RasterMask(source, grid);
    }

    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<byte> wanted)
    {
        if (_grid.Wkt is null)
        {
            ReadMask(_source, window, wanted);
        }
        else
        {
            using var target = WarpedView.MaskOnto(_source, _grid.Crop(window));
            ReadBand(target.Band(1).Handle, target.Path, PixelWindow.Whole(target.Size), wanted);
        }

        foreach (ref var value in wanted)
        {
            value = value == 0 ? (byte)0 : (byte)1;
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _source.Dispose();

    private static void ReadMask(GdalDataset dataset, PixelWindow window, Span<byte> target) =>
        ReadBand(dataset.Band(1).GetMask(), dataset.Path, window, target);

    private static unsafe void ReadBand(nint band, string path, PixelWindow window, Span<byte> target)
    {
        using var errors = GdalErrorScope.Enter($"Reading {window} of", path);
        fixed (byte* bytes = target)
        {
            errors.CheckResult("GDALRasterIOEx", LibGdal.GDALRasterIOEx(
                band, GF_Read, window.ColumnOffset, window.RowOffset, window.Width, window.Height,
                bytes, window.Width, window.Height, GdalDataType.GDT_Byte, 1, window.Width, 0));
        }
    }
}
