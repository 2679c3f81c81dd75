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

    // What the physical values are in; empty when it does not say.
    public string Unit => LibGdal.GDALGetRasterUnitType(Handle) ?? string.Empty;

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

    // Null also where no sample of the type can have the value: "nan" or -9999 in a band of bytes. In floating point it may be NaN or infinite.
    public double? NoData => TaggedNoData is { } value && CanHold(value) ? value : null;

    // Stored values times the scale plus the offset are the physical ones. What is not finite says nothing.
    public (double Scale, double Offset) Scaling
    {
        get
        {
            var scale = LibGdal.GDALGetRasterScale(Handle, out var hasScale);
            var offset = LibGdal.GDALGetRasterOffset(Handle, out var hasOffset);
            return (hasScale != 0 && double.IsFinite(scale) ? scale : 1, hasOffset != 0 && double.IsFinite(offset) ? offset : 0);
        }
    }

    // As it stands in the file. 64-bit integers are rounded to a double; GDAL's masks compare them exactly.
    private double? TaggedNoData
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

    // Null when the file stores none, or some that are not all finite, as tools leave them that met a NaN; nothing is computed.
    public BandStatistics? StoredStatistics
    {
        get
        {
            using var errors = GdalErrorScope.Enter("Reading the statistics of", Dataset.Path);
            var result = LibGdal.GDALGetRasterStatistics(Handle, 0, 0, out var min, out var max, out var mean, out var deviation);
            errors.Forgive();
            return result == 0 && double.IsFinite(min) && double.IsFinite(max) && double.IsFinite(mean) && double.IsFinite(deviation)
                ? new BandStatistics(min, max, mean, deviation)
                : null;
        }
    }

    public void SetNoData(double value)
    {
        using var errors = GdalErrorScope.Enter("Setting the NoData value of", Dataset.Path);
        errors.Check("GDALSetRasterNoDataValue", LibGdal.GDALSetRasterNoDataValue(Handle, value));
    }

    // The warper takes part of a value that the type cannot hold for NoData.
    public void DeleteNoData()
    {
        using var errors = GdalErrorScope.Enter("Removing the NoData value of", Dataset.Path);
        _ = LibGdal.GDALDeleteRasterNoDataValue(Handle);
        errors.Forgive();
    }

    // What the samples of another band of the same type mean, under a name.
    public void TakeMeaning(GdalRasterBand source, string name)
    {
        using var errors = GdalErrorScope.Enter("Describing a band of", Dataset.Path);
        LibGdal.GDALSetDescription(Handle, name);
        if (source.IsLegacySignedByte)
        {
            errors.Check("GDALSetMetadataItem", LibGdal.GDALSetBandMetadataItem(Handle, "PIXELTYPE", "SIGNEDBYTE", "IMAGE_STRUCTURE"));
        }

        if (source.NoData is not null)
        {
            errors.Check("GDALSetRasterNoDataValue", LibGdal.GDALGetRasterDataType(Handle) switch
            {
                GdalDataType.GDT_Int64 => LibGdal.GDALSetRasterNoDataValueAsInt64(Handle, LibGdal.GDALGetRasterNoDataValueAsInt64(source.Handle, out _)),
                GdalDataType.GDT_UInt64 => LibGdal.GDALSetRasterNoDataValueAsUInt64(Handle, LibGdal.GDALGetRasterNoDataValueAsUInt64(source.Handle, out _)),
                _ => LibGdal.GDALSetRasterNoDataValue(Handle, LibGdal.GDALGetRasterNoDataValue(source.Handle, out _)),
            });
        }

        var (scale, offset) = source.Scaling;
        SetScaling(scale, offset);
        if (source.Unit is { Length: > 0 } unit)
        {
            errors.Check("GDALSetRasterUnitType", LibGdal.GDALSetRasterUnitType(Handle, unit));
        }
    }

    public void SetScaling(double scale, double offset)
    {
        if (scale != 1 || offset != 0)
        {
            using var errors = GdalErrorScope.Enter("Describing a band of", Dataset.Path);
            errors.Check("GDALSetRasterScale", LibGdal.GDALSetRasterScale(Handle, scale));
            errors.Check("GDALSetRasterOffset", LibGdal.GDALSetRasterOffset(Handle, offset));
        }
    }

    public string? GetMetadata(string name) => LibGdal.GDALGetBandMetadataItem(Handle, name, null);

    // A name, and what stored values mean.
    public void Describe(string name, double scale, double offset)
    {
        using var errors = GdalErrorScope.Enter("Describing a band of", Dataset.Path);
        LibGdal.GDALSetDescription(Handle, name);
        if (scale != 1 || offset != 0)
        {
            errors.Check("GDALSetRasterScale", LibGdal.GDALSetRasterScale(Handle, scale));
            errors.Check("GDALSetRasterOffset", LibGdal.GDALSetRasterOffset(Handle, offset));
        }
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

    private bool CanHold(double value) =>
        PixelType.IntegerRange() is not { } range || (value >= range.Min && value <= range.Max && Math.Floor(value) == value);
}
