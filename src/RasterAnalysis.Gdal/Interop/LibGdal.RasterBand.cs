using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: a band belongs to its dataset and is never freed.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial GdalDataType GDALGetRasterDataType(nint band);

    [LibraryImport(Library)]
    internal static partial void GDALGetBlockSize(nint band, out int width, out int height);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetDescription(nint band);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterColorInterpretation(nint band);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterColorInterpretation(nint band, int interpretation);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetColorInterpretationName(int interpretation);

    [LibraryImport(Library)]
    internal static partial double GDALGetRasterNoDataValue(nint band, out int isSet);

    [LibraryImport(Library)]
    internal static partial long GDALGetRasterNoDataValueAsInt64(nint band, out int isSet);

    [LibraryImport(Library)]
    internal static partial ulong GDALGetRasterNoDataValueAsUInt64(nint band, out int isSet);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterNoDataValue(nint band, double value);

    [LibraryImport(Library)]
    internal static partial int GDALDeleteRasterNoDataValue(nint band);

    [LibraryImport(Library)]
    internal static partial double GDALGetRasterScale(nint band, out int isSet);

    [LibraryImport(Library)]
    internal static partial double GDALGetRasterOffset(nint band, out int isSet);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterStatistics(
        nint band, int isApproximate, int isForced, out double min, out double max, out double mean, out double standardDeviation);

    [LibraryImport(Library)]
    internal static partial int GDALGetOverviewCount(nint band);

    [LibraryImport(Library)]
    internal static partial nint GDALGetOverview(nint band, int index);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterBandXSize(nint band);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterBandYSize(nint band);

    [LibraryImport(Library)]
    internal static partial int GDALGetMaskFlags(nint band);

    [LibraryImport(Library)]
    internal static partial nint GDALGetMaskBand(nint band);

    [LibraryImport(Library)]
    internal static partial int GDALCreateMaskBand(nint band, int flags);

    [LibraryImport(Library, EntryPoint = "GDALGetMetadataItem", StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetBandMetadataItem(nint band, string name, string? domain);

    [LibraryImport(Library, EntryPoint = "GDALSetMetadataItem", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALSetBandMetadataItem(nint band, string name, string? value, string? domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial void GDALSetDescription(nint band, string description);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterNoDataValueAsInt64(nint band, long value);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterNoDataValueAsUInt64(nint band, ulong value);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetRasterUnitType(nint band);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALSetRasterUnitType(nint band, string unit);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterScale(nint band, double scale);

    [LibraryImport(Library)]
    internal static partial int GDALSetRasterOffset(nint band, double offset);

    // Borrowed list; the band keeps it.
    [LibraryImport(Library)]
    internal static partial nint GDALGetRasterCategoryNames(nint band);

    // The band takes a copy.
    [LibraryImport(Library)]
    internal static partial int GDALSetRasterCategoryNames(nint band, StringListHandle names);

    [LibraryImport(Library)]
    internal static partial int GDALRasterIOEx(
        nint band,
        int readOrWrite,
        int columnOffset,
        int rowOffset,
        int width,
        int height,
        void* buffer,
        int bufferWidth,
        int bufferHeight,
        GdalDataType bufferType,
        long pixelSpace,
        long lineSpace,
        nint extraArguments);

    // A whole block in the band's own type, past the block cache.
    [LibraryImport(Library)]
    internal static partial int GDALWriteBlock(nint band, int blockColumn, int blockRow, void* samples);
}
