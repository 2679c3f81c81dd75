using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/raster_c_api.html: what a dataset returns stays the dataset's.
// GDALFlushCache returns void up to 3.6 and CPLErr from 3.7: declared void, and the error state is read.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatasetHandle GDALOpenEx(
        string path, uint flags, StringListHandle allowedDrivers, StringListHandle openOptions, nint siblings);

    // Not GDALClose, which closes a dataset that a VRT still reads from.
    [LibraryImport(Library)]
    internal static partial int GDALReleaseDataset(nint dataset);

    [LibraryImport(Library)]
    internal static partial void GDALFlushCache(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial nint GDALGetDatasetDriver(DatasetHandle dataset);

    // The list is the caller's.
    [LibraryImport(Library)]
    internal static partial StringListHandle GDALGetFileList(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterXSize(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterYSize(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial int GDALGetRasterCount(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial nint GDALGetRasterBand(DatasetHandle dataset, int band);

    [LibraryImport(Library)]
    internal static partial int GDALGetGeoTransform(DatasetHandle dataset, Span<double> transform);

    [LibraryImport(Library)]
    internal static partial int GDALSetGeoTransform(DatasetHandle dataset, ReadOnlySpan<double> transform);

    [LibraryImport(Library)]
    internal static partial nint GDALGetSpatialRef(DatasetHandle dataset);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALSetProjection(DatasetHandle dataset, string wkt);

    [LibraryImport(Library)]
    internal static partial int GDALGetGCPCount(DatasetHandle dataset);

    [LibraryImport(Library)]
    internal static partial nint GDALGetGCPSpatialRef(DatasetHandle dataset);

    // Borrowed list of NAME=VALUE.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALGetMetadata(DatasetHandle dataset, string? domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    [return: MarshalUsing(typeof(GdalOwnedString))]
    internal static partial string? GDALGetMetadataItem(DatasetHandle dataset, string name, string? domain);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALSetMetadataItem(DatasetHandle dataset, string name, string? value, string? domain);

    [LibraryImport(Library)]
    internal static partial int GDALDatasetRasterIOEx(
        DatasetHandle dataset,
        int readOrWrite,
        int columnOffset,
        int rowOffset,
        int width,
        int height,
        void* buffer,
        int bufferWidth,
        int bufferHeight,
        GdalDataType bufferType,
        int bandCount,
        ReadOnlySpan<int> bandMap,
        long pixelSpace,
        long lineSpace,
        long bandSpace,
        nint extraArguments);

    // resampling: GDAL's word. bandCount 0: all bands. progress: a callback; 0 for none.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int GDALBuildOverviews(
        DatasetHandle dataset, string resampling, int levelCount, ReadOnlySpan<int> levels, int bandCount, ReadOnlySpan<int> bands, nint progress, nint progressArgument);
}
