using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.ImageServices;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Gdal.Reading.Samples;
using RasterAnalysis.Gdal.Stacks;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading;

/// <summary>A raster as a mask: a pixel is wanted when its centre lies on a valid cell of the raster's first band, whatever the cell's value.</summary>
/// <remarks>Not thread-safe, as a dataset is not. The mask may have any grid and coordinate system; the nearest cell counts.</remarks>
public sealed class RasterMask : IPixelMask
{
    private readonly IDisposable _owned;
    private readonly Func<PixelWindow, IReadOnlyList<GdalDataset>> _sourcesFor;
    private readonly RasterGrid _grid;

    private RasterMask(IDisposable owned, Func<PixelWindow, IReadOnlyList<GdalDataset>> sourcesFor, RasterGrid grid) =>
        (_owned, _sourcesFor, _grid) = (owned, sourcesFor, grid);

    /// <summary>Opens a mask.</summary>
    /// <param name="path">File.</param>
    /// <param name="isTrusted">As in <see cref="RasterReadSpec.IsTrusted"/>.</param>
    /// <param name="grid">The processing grid, of any orientation.</param>
    /// <param name="pages">Fetches blocks of image services; null where none can be read.</param>
    /// <exception cref="RasterAccessException">It cannot be opened.</exception>
    /// <exception cref="InvalidRequestException">Field <c>context.mask</c>: it cannot be laid over the grid.</exception>
    public static RasterMask Open(string path, bool isTrusted, RasterGrid grid, IPageSource? pages = null)
    {
        ArgumentNullException.ThrowIfNull(grid);
        var source = StackFolder.OpenHeader(path, isTrusted);
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

        return PageFolder.TryOpen(path) is { } service ? OfService(source, service, grid, pages) : new RasterMask(source, _ => [source], grid);
    }

    /// <inheritdoc/>
    public void Read(PixelWindow window, Span<byte> wanted)
    {
        wanted.Clear();
        var sources = _sourcesFor(window);
        for (var number = 0; number < sources.Count; number++)
        {
            var mask = number == 0 ? wanted : new byte[wanted.Length];
            ReadOne(sources[number], window, mask);
            for (var i = 0; i < wanted.Length; i++)
            {
                wanted[i] = mask[i] != 0 && (number == 0 || wanted[i] != 0) ? (byte)1 : (byte)0;
            }
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _owned.Dispose();

    // The header is only to look at: windows are read from the pages that they need.
    private static RasterMask OfService(GdalDataset header, PageFolder service, RasterGrid grid, IPageSource? pages)
    {
        header.Dispose();
        var view = new PagedView<PagedMask>(
            service, pages ?? throw new RasterAccessException("Image services cannot be read here."), range => PagedMask.Open(service, range));
        return new RasterMask(view, window => Source(window) is { IsEmpty: false } needed ? view.For(needed).Sources : [], grid);

        PixelWindow Source(PixelWindow window) => grid.Wkt is null ? window : SourceWindow.Of(grid, window, service.Grid);
    }


    private void ReadOne(GdalDataset source, PixelWindow window, Span<byte> target)
    {
        if (_grid.Wkt is null)
        {
            ReadMask(source, window, target);
            return;
        }

        using var projected = WarpedView.MaskOnto(source, _grid.Crop(window));
        ReadBand(projected.Band(1).Handle, projected.Path, PixelWindow.Whole(projected.Size), target);
    }

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
