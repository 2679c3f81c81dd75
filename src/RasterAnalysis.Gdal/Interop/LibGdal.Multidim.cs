using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: files of several variables, as groups and arrays of any number of dimensions. What is asked of a dimension stays valid until the dimensions are released.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial GroupHandle GDALDatasetGetRootGroup(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial void GDALGroupRelease(nint group);

    [LibraryImport(Library)]
    internal static partial StringListHandle GDALGroupGetMDArrayNames(GroupHandle group, StringListHandle options);

    [LibraryImport(Library)]
    internal static partial StringListHandle GDALGroupGetGroupNames(GroupHandle group, StringListHandle options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial GroupHandle GDALGroupOpenGroup(GroupHandle group, string name, StringListHandle options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial ArrayHandle GDALGroupOpenMDArray(GroupHandle group, string name, StringListHandle options);

    [LibraryImport(Library)]
    internal static partial void GDALMDArrayRelease(nint array);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALMDArrayGetFullName(ArrayHandle array);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALMDArrayGetUnit(ArrayHandle array);

    [LibraryImport(Library)]
    internal static partial nint* GDALMDArrayGetDimensions(ArrayHandle array, out nuint count);

    [LibraryImport(Library)]
    internal static partial void GDALReleaseDimensions(nint* dimensions, nuint count);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALDimensionGetName(nint dimension);

    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALDimensionGetType(nint dimension);

    [LibraryImport(Library)]
    internal static partial ulong GDALDimensionGetSize(nint dimension);

    // Invalid where the dimension has none.
    [LibraryImport(Library)]
    internal static partial ArrayHandle GDALDimensionGetIndexingVariable(nint dimension);

    [LibraryImport(Library)]
    internal static partial nint GDALMDArrayGetDataType(ArrayHandle array);

    [LibraryImport(Library)]
    internal static partial nint GDALExtendedDataTypeCreate(GdalDataType type);

    [LibraryImport(Library)]
    internal static partial nint GDALExtendedDataTypeCreateString(nuint mostLength);

    [LibraryImport(Library)]
    internal static partial void GDALExtendedDataTypeRelease(nint type);

    [LibraryImport(Library)]
    internal static partial int GDALExtendedDataTypeGetClass(nint type);

    [LibraryImport(Library)]
    internal static partial GdalDataType GDALExtendedDataTypeGetNumericDataType(nint type);

    // 0 where there is none of the name.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALMDArrayGetAttribute(ArrayHandle array, string name);

    [LibraryImport(Library)]
    internal static partial void GDALAttributeRelease(nint attribute);

    // Borrowed from the attribute.
    [LibraryImport(Library)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALAttributeReadAsString(nint attribute);

    // Texts come as pointers that are freed with VSIFree. Not 0 when it succeeds.
    [LibraryImport(Library)]
    internal static partial int GDALMDArrayRead(
        ArrayHandle array, ulong* start, nuint* count, long* step, nint* stride, nint bufferType, void* buffer, void* bufferStart, nuint bufferBytes);

    // Other dimensions than these two become bands, the last one fastest.
    [LibraryImport(Library)]
    internal static partial DatasetHandle GDALMDArrayAsClassicDataset(ArrayHandle array, nuint xDimension, nuint yDimension);
}
