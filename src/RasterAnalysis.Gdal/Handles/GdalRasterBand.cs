using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Handles;

// One band; it keeps its dataset alive and dies with it.
internal sealed class GdalRasterBand(GdalDataset dataset, nint handle, int number)
{
    public nint Handle { get; } = handle;

    public GdalDataset Dataset { get; } = dataset;

    // 1-based.
    public int Number { get; } = number;

    public string Name => LibGdal.GDALGetDescription(Handle) ?? string.Empty;

    public int MaskFlags => LibGdal.GDALGetMaskFlags(Handle);

    public bool IsAlpha => LibGdal.GDALGetRasterColorInterpretation(Handle) == GCI_AlphaBand;

    // GDAL's word, for example Red.
    public string ColorInterpretation =>
        LibGdal.GDALGetColorInterpretationName(LibGdal.GDALGetRasterColorInterpretation(Handle)) ?? "Undefined";

    // Up to 3.6 signed bytes are Byte with a note.
    public bool IsLegacySignedByte =>
        LibGdal.GDALGetRasterDataType(Handle) == GdalDataType.GDT_Byte
        && LibGdal.GDALGetBandMetadataItem(Handle, "PIXELTYPE", "IMAGE_STRUCTURE") == "SIGNEDBYTE";

    public PixelType PixelType =>
        IsLegacySignedByte
            ? PixelType.S8
            : PixelTypeMap.ToPixelType(LibGdal.GDALGetRasterDataType(Handle))
                ?? throw new RasterAccessException(
                    $"Band {Number} of '{Path.GetFileName(Dataset.Path)}' has complex samples; only real numbers can be classified.");

    // 64-bit integers are rounded to a double; GDAL's masks compare them exactly.
    public double? NoData
    {
        get
        {
            int isSet;
            double value = LibGdal.GDALGetRasterDataType(Handle) switch
            {
                GdalDataType.GDT_Int64 => LibGdal.GDALGetRasterNoDataValueAsInt64(Handle, out isSet),
                GdalDataType.GDT_UInt64 => LibGdal.GDALGetRasterNoDataValueAsUInt64(Handle, out isSet),
                _ => LibGdal.GDALGetRasterNoDataValue(Handle, out isSet),
            };
            return isSet != 0 ? value : null;
        }
    }

    public bool HasColorTable => LibGdal.GDALGetRasterColorTable(Handle) != 0;

    // Null when the file stores none; nothing is computed.
    public BandStatistics? StoredStatistics
    {
        get
        {
            using var errors = GdalErrorScope.Enter("Reading the statistics of", Dataset.Path);
            var result = LibGdal.GDALGetRasterStatistics(Handle, 0, 0, out var min, out var max, out var mean, out var deviation);
            errors.Forgive();
            return result == 0 ? new BandStatistics(min, max, mean, deviation) : null;
        }
    }

    public void SetNoData(double value)
    {
        using var errors = GdalErrorScope.Enter("Setting the NoData value of", Dataset.Path);
        errors.Check("GDALSetRasterNoDataValue", LibGdal.GDALSetRasterNoDataValue(Handle, value));
    }

    public void SetMetadata(string name, string value)
    {
        using var errors = GdalErrorScope.Enter($"Setting {name} of", Dataset.Path);
        errors.Check("GDALSetMetadataItem", LibGdal.GDALSetBandMetadataItem(Handle, name, value, null));
    }

    // GDAL's mask of the band, 0 where it has no pixel; it belongs to the band.
    public nint GetMask()
    {
        using var errors = GdalErrorScope.Enter("Taking the mask of", Dataset.Path);
        var mask = LibGdal.GDALGetMaskBand(Handle);
        errors.Check("GDALGetMaskBand");
        return mask;
    }
}
