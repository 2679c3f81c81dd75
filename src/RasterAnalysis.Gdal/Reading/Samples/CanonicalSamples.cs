using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RasterAnalysis.Gdal.Handles;
using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal.Reading.Samples;

// A virtual raster of chosen bands in floating point that is NaN wherever there is no sample, by whatever the raster says so: a NoData value, a mask band,
// an alpha band that is not itself asked for, NaN or infinity. GDAL's warper then meets one way to say it, and treats it in one way.
internal static unsafe class CanonicalSamples
{
    private const string Function = "RasterAnalysisSamples";

    private static readonly Lazy<int> Registration = new(() => LibGdal.GDALAddDerivedBandPixelFunc(Function, &Compute));

    // Holds on to the source, which may be disposed.
    public static GdalDataset Of(GdalDataset source, IReadOnlyList<int> bands)
    {
        _ = Registration.Value;
        WarpedView.RefuseSignedBytes(source, bands);
        int[] masked = [.. bands.Where(number => source.Band(number).MaskFlags == 0).Distinct()];
        int[] tagged = [.. Enumerable.Range(1, bands.Count).Where(i => source.Band(bands[i - 1]).NoData is { } value && !double.IsNaN(value))];
        string[] all = [.. DatasetMasks.NamesOf(source, [.. bands])];
        using var parts = Bands(source, [.. bands.Select(Text), .. masked.Select(number => $"mask,{Text(number)}"), .. all]);

        // without the masks of the dataset, a band's mask is that of its NoData value
        using var noData = tagged.Length == 0 ? null : Bands(parts, [.. tagged.Select(i => $"mask,{Text(i)}")]);

        // its own band comes first: what ties the raster to the ground comes with it
        using var sums = Bands(source, [Text(bands[0])]);
        var type = bands.All(number => PixelTypeMap.FitsFloat(source.Band(number).PixelType)) ? GdalDataType.GDT_Float32 : GdalDataType.GDT_Float64;
        for (var i = 1; i <= bands.Count; i++)
        {
            var own = Array.IndexOf(masked, bands[i - 1]);
            var value = Array.IndexOf(tagged, i);
            Add(sums, type,
            [
                parts.Band(i),
                .. own < 0 ? [] : (GdalRasterBand[])[parts.Band(bands.Count + 1 + own)],
                .. Enumerable.Range(bands.Count + masked.Length + 1, all.Length).Select(parts.Band),
                .. value < 0 ? [] : (GdalRasterBand[])[noData!.Band(value + 1)],
            ]);
        }

        return WarpedView.Translate(
            sums, ["-of", "VRT", "-mask", "none", .. bands.SelectMany((_, i) => (string[])["-b", Text(i + 2)]), "-a_nodata", "nan", "-colorinterp", string.Join(',', bands.Select(_ => "undefined"))]);
    }

    // names: as gdal_translate takes them: numbers, or masks of bands.
    private static GdalDataset Bands(GdalDataset source, IEnumerable<string> names) =>
        WarpedView.Translate(source, ["-of", "VRT", "-mask", "none", .. names.SelectMany(name => (string[])["-b", name])]);

    private static void Add(GdalDataset target, GdalDataType type, GdalRasterBand[] sources)
    {
        var size = target.Size;
        using var errors = GdalErrorScope.Enter("Choosing samples of", target.Path);
        using var options = StringListHandle.Of(
            "subclass=VRTDerivedRasterBand", $"PixelFunctionType={Function}", $"SourceTransferType={(type == GdalDataType.GDT_Float32 ? "Float32" : "Float64")}");
        errors.Check("GDALAddBand", LibGdal.GDALAddBand(target.Handle, type, options));
        var band = target.Band(target.BandCount).Handle;
        foreach (var source in sources)
        {
            errors.Check("VRTAddSimpleSource", LibGdal.VRTAddSimpleSource(
                band, source.Handle, 0, 0, size.Width, size.Height, 0, 0, size.Width, size.Height, "near", LibGdal.NoDataUnset));
        }
    }

    // GDAL's pixel function: the first source where it is finite and none of the others, which are masks, is 0; NaN elsewhere. Steps are in bytes.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Compute(
        void** sources, int sourceCount, void* target, int width, int height, GdalDataType sourceType, GdalDataType targetType, int pixelStep, int lineStep)
    {
        const int failure = 3;
        if (sourceCount < 1 || sourceType is not (GdalDataType.GDT_Float32 or GdalDataType.GDT_Float64))
        {
            return failure;
        }

        for (var row = 0; row < height; row++)
        {
            var line = (byte*)target + ((long)row * lineStep);
            for (var column = 0; column < width; column++)
            {
                var i = ((long)row * width) + column;
                var value = At(sources[0], sourceType, i);
                var isSample = double.IsFinite(value);
                for (var mask = 1; isSample && mask < sourceCount; mask++)
                {
                    isSample = At(sources[mask], sourceType, i) != 0;
                }

                value = isSample ? value : double.NaN;
                if (targetType == GdalDataType.GDT_Float32)
                {
                    *(float*)(line + ((long)column * pixelStep)) = (float)value;
                }
                else
                {
                    LibGdal.GDALCopyWords(&value, GdalDataType.GDT_Float64, 0, line + ((long)column * pixelStep), targetType, 0, 1);
                }
            }
        }

        return 0;
    }

    private static double At(void* samples, GdalDataType type, long index) =>
        type == GdalDataType.GDT_Float32 ? ((float*)samples)[index] : ((double*)samples)[index];

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
