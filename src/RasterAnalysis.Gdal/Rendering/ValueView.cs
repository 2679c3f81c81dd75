using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Rendering.Encoding;
using RasterAnalysis.Gdal.Rendering.Functions;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering;

// Values on another grid, converted to a sample type. What is no pixel has the client's NoData value, or the raster's, or 0, and is marked.
internal static class ValueView
{
    private const long MaxBytes = 512L << 20;

    public static RenderedImage Render(
        OpenedSource source, FunctionChain chain, RasterGrid grid, RenderRequest request, CancellationToken cancellationToken)
    {
        var type = request.PixelType ?? chain.Type;
        type = type is PixelType.S64 or PixelType.U64 ? PixelType.F64 : type;
        RequireRoom(grid.Size, type.ByteSize() * chain.BandCount);
        var noData = request.NoData?.Of(0) ?? OwnNoData(source.Dataset, chain);
        var values = new ValuePlanes(grid, type, chain.BandCount, Fits(noData, type) ? noData : null);
        using (var view = SampleView.Open(source.Dataset, chain.Bands, grid, chain.Resampling(request.Resampling), request.NoData))
        {
            var needsAll = request.NoData is { MatchAll: false };
            Strips.Run(view, chain, (window, planes, count) => values.Put(window.RowOffset * grid.Size.Width, planes, count, needsAll), cancellationToken);
        }

        return request.Format switch
        {
            RenderFormat.Tiff => TiffEncoder.Encode(values, cancellationToken),
            RenderFormat.Lerc => LercEncoder.Encode(values, request.Tolerance, cancellationToken),
            _ => BareEncoder.Encode(values, request.Format == RenderFormat.Bip),
        };
    }

    public static void RequireRoom(RasterSize size, int bytesPerPixel)
    {
        if (size.PixelCount * bytesPerPixel > MaxBytes)
        {
            throw new InvalidRequestException(
                "size", $"{size} pixels of {bytesPerPixel} bytes are more than {MaxBytes >> 20} MiB; ask for fewer pixels or bands at once.");
        }
    }

    // A function may make NoData's value an ordinary one.
    private static double? OwnNoData(GdalDataset dataset, FunctionChain chain) =>
        chain.Steps.Count == 0 ? dataset.Band(chain.Bands[0]).NoData : null;

    private static bool Fits(double? value, PixelType type) =>
        type.IntegerRange() is not { } range || (value is { } number && Math.Floor(number) == number && number >= range.Min && number <= range.Max);
}
