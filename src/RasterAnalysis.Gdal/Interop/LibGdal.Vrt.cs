using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// gdal_vrt.h: virtual datasets made by calls. A source counts its references on the dataset of its band.
internal static unsafe partial class LibGdal
{
    // Says that a source has no NoData value of its own (VRT_NODATA_UNSET).
    internal const double NoDataUnset = -1234.56;

    [LibraryImport(Library)]
    internal static partial DatasetHandle VRTCreate(int width, int height);

    [LibraryImport(Library)]
    internal static partial int GDALAddBand(DatasetHandle dataset, GdalDataType type, StringListHandle options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int VRTAddSimpleSource(
        nint virtualBand,
        nint band,
        int sourceColumn,
        int sourceRow,
        int sourceWidth,
        int sourceHeight,
        int column,
        int row,
        int width,
        int height,
        string resampling,
        double noData);

    // For the whole process; the name must be its own.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALAddDerivedBandPixelFunc(
        string name, delegate* unmanaged[Cdecl]<void**, int, void*, int, int, GdalDataType, GdalDataType, int, int, int> function);

    [LibraryImport(Library)]
    internal static partial void GDALCopyWords(
        void* source, GdalDataType sourceType, int sourceStep, void* target, GdalDataType targetType, int targetStep, int count);
}
