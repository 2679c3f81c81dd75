using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;
using RasterAnalysis.Rasters;
using static RasterAnalysis.Gdal.Interop.GdalConstants;

namespace RasterAnalysis.Gdal.Reading.Samples;

// How one band says which of its samples are none, apart from what holds for all bands.
// NoData is compared where every value of the type is a float32; Mask (0 for none) is GDAL's own mask band for the other cases.
internal readonly record struct SampleMask(float? NoData, nint Mask, bool MayBeNotFinite, bool IsLegacySignedByte)
{
    public bool IsAlwaysValid => NoData is null && Mask == 0 && !MayBeNotFinite;

    public static SampleMask Of(GdalRasterBand band)
    {
        var type = band.PixelType;
        var flags = band.MaskFlags;
        var noData = band.NoData is { } value && !double.IsNaN(value) ? value : (double?)null;

        // Wide integers do not survive as float32: GDAL compares them as they are stored.
        var isWideNoData = noData is not null && !PixelTypeMap.FitsFloat(type) && (flags & GMF_NODATA) != 0 && (flags & GMF_PER_DATASET) == 0;
        var hasOwnMask = flags == 0;
        return new SampleMask(
            isWideNoData ? null : (float?)noData,
            isWideNoData || hasOwnMask ? band.GetMask() : 0,
            type.IsFloatingPoint(),
            band.IsLegacySignedByte);
    }

    public bool IsValid(float sample) => float.IsFinite(sample) && sample != NoData;
}
