using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// https://gdal.org/api/gdal_utils.html and gdal_alg.h: the tools as library calls. Options and results are ours.
internal static unsafe partial class LibGdal
{
    [LibraryImport(Library)]
    internal static partial TranslateOptionsHandle GDALTranslateOptionsNew(StringListHandle arguments, nint forBinary);

    [LibraryImport(Library)]
    internal static partial void GDALTranslateOptionsFree(nint options);

    [LibraryImport(Library)]
    internal static partial void GDALTranslateOptionsSetProgress(
        TranslateOptionsHandle options, delegate* unmanaged[Cdecl]<double, byte*, void*, int> progress, void* progressData);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatasetHandle GDALTranslate(
        string target, DatasetHandle source, TranslateOptionsHandle options, out int isUsageError);

    [LibraryImport(Library)]
    internal static partial WarpOptionsHandle GDALWarpAppOptionsNew(StringListHandle arguments, nint forBinary);

    [LibraryImport(Library)]
    internal static partial void GDALWarpAppOptionsFree(nint options);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial DatasetHandle GDALWarp(
        string target, nint targetDataset, int sourceCount, nint* sources, WarpOptionsHandle options, out int isUsageError);

    // Into a dataset that exists and stays the caller's; returned as it is.
    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    internal static partial nint GDALWarp(
        string? target, DatasetHandle targetDataset, int sourceCount, nint* sources, WarpOptionsHandle options, out int isUsageError);

    [LibraryImport(Library)]
    internal static partial ImageTransformerHandle GDALCreateGenImgProjTransformer2(
        DatasetHandle source, nint target, StringListHandle options);

    [LibraryImport(Library)]
    internal static partial void GDALDestroyGenImgProjTransformer(nint transformer);

    // In place; 0 in isSuccess for a point that cannot be projected.
    [LibraryImport(Library)]
    internal static partial int GDALGenImgProjTransform(
        ImageTransformerHandle transformer, int fromTarget, int count, Span<double> x, Span<double> y, Span<double> z, Span<int> isSuccess);

    // The transformer function is libgdal's own export GDALGenImgProjTransform.
    [LibraryImport(Library)]
    internal static partial int GDALSuggestedWarpOutput2(
        DatasetHandle source,
        nint transformerFunction,
        ImageTransformerHandle transformer,
        Span<double> transform,
        out int width,
        out int height,
        Span<double> extent,
        int options);
}
