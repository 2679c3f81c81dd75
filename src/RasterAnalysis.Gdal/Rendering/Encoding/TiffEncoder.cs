using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters.Rendering;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// Values as a GeoTIFF; what is no pixel has the NoData value, or is masked where there is none.
internal static class TiffEncoder
{
    public static RenderedImage Encode(ValuePlanes values, CancellationToken cancellationToken)
    {
        var size = values.Grid.Size;
        using var folder = new MemoryFolder();
        cancellationToken.ThrowIfCancellationRequested();
        using (var file = GdalDataset.Create(
            "GTiff", folder.PathOf("view.tif"), size, values.Bands.Length, PixelTypeMap.ToGdal(values.Type), "TILED=YES", "COMPRESS=DEFLATE"))
        {
            file.SetGrid(values.Grid);
            for (var band = 0; band < values.Bands.Length && values.NoData is not null; band++)
            {
                file.Band(band + 1).SetNoData(values.NoData.Value);
            }

            if (values.NoData is null && !values.IsWhole)
            {
                WriteMask(file, values);
            }

            for (var band = 0; band < values.Bands.Length; band++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                ValueDataset.Write(file.Band(band + 1).Handle, size.Width, size.Height, values.Bands[band], PixelTypeMap.ToGdal(values.Type));
            }

            file.Complete();
        }

        return new RenderedImage(folder.ReadBytes("view.tif"), "image/tiff");
    }

    private static void WriteMask(GdalDataset file, ValuePlanes values)
    {
        using (var errors = GdalErrorScope.Enter("Adding a mask"))
        {
            errors.Check("GDALCreateMaskBand", LibGdal.GDALCreateMaskBand(file.Band(1).Handle, GMF_PER_DATASET));
        }

        byte[] mask = [.. values.Validity.Select(valid => valid == 0 ? (byte)0 : (byte)255)];
        ValueDataset.Write(file.Band(1).GetMask(), values.Grid.Size.Width, values.Grid.Size.Height, mask, GdalDataType.GDT_Byte);
    }
}
