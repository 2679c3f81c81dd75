using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.ImageServices;

// What every page of an image service looks like. Decided once, by the first answer, and kept beside the description, so that all instances
// agree and a later answer that differs is noticed.
// Type: of the answers. NoData: by band. HasMask: whether the first answer had a mask or an alpha band beside its bands.
internal sealed record PageLayout(PixelType Type, IReadOnlyList<double?> NoData, IReadOnlyList<string> ColorInterpretations, bool HasMask)
{
    public const string FileName = "layout.json";

    public int BandCount => NoData.Count;

    // Signed bytes have no type of their own before GDAL 3.7, so pages hold them as Int16.
    public PixelType StoredType => Type == PixelType.S8 ? PixelType.S16 : Type;
}
