using System.Globalization;
using RasterAnalysis.Gdal.Interop;

namespace RasterAnalysis.Gdal;

/// <summary>Loads libgdal once for the process: library, version check, drivers, settings.</summary>
/// <remarks>Thread-safe. Every entry point of this project calls it, so a program calls it itself only to choose the settings.</remarks>
public static class GdalRuntime
{
    private static readonly Lock Gate = new();
    private static GdalVersion? version;

    /// <summary>Version of the loaded library; initialises it when that has not happened yet.</summary>
    /// <exception cref="GdalException">As <see cref="Initialize"/>.</exception>
    public static GdalVersion Version
    {
        get
        {
            Initialize();
            return version!.Value;
        }
    }

    /// <summary>Full path or name under which the library was found; null before <see cref="Initialize"/>.</summary>
    public static string? LibraryName => GdalLibraryResolver.LoadedName;

    /// <summary>Loads and sets up libgdal; does nothing when that is done already.</summary>
    /// <param name="options">Settings; the first call's hold. Null for the defaults.</param>
    /// <exception cref="GdalException">There is no libgdal, or it is older than 3.6. The message says what to install.</exception>
    public static void Initialize(GdalOptions? options = null)
    {
        lock (Gate)
        {
            if (version is null)
            {
                GdalLibraryResolver.Register();
                var found = ReadVersion();
                SetUp(options ?? new GdalOptions());
                version = found;
            }
        }
    }

    /// <summary>Lowers the limit of the block cache for a while, for work that reads every block once.</summary>
    /// <param name="mebibytes">The limit; one that is lower already stays.</param>
    /// <returns>Puts the old limit back when it is disposed.</returns>
    public static IDisposable LimitBlockCache(int mebibytes)
    {
        Initialize();
        return new BlockCacheLimit(mebibytes * 1024L * 1024L);
    }

    private static GdalVersion ReadVersion()
    {
        try
        {
            var number = LibGdal.GDALVersionInfo("VERSION_NUM");
            var found = GdalVersion.FromVersionNumber(int.Parse(number!, CultureInfo.InvariantCulture));
            return found >= GdalVersion.Lowest
                ? found
                : throw new GdalException($"libgdal {found} is too old: libgdal 3.6 or newer is needed (Debian 12: apt-get install libgdal32).");
        }
        catch (Exception e) when (e is DllNotFoundException or BadImageFormatException or EntryPointNotFoundException)
        {
            throw new GdalException(
                "libgdal could not be loaded: libgdal 3.6 or newer is needed (Debian 12: apt-get install libgdal32; "
                + "Ubuntu 24.04: apt-get install libgdal34t64).",
                innerException: e);
        }
    }

    private static unsafe void SetUp(GdalOptions options)
    {
        // Errors are heard by the scope of the call; what other threads of GDAL say must not reach the console.
        _ = LibGdal.CPLSetErrorHandler(
            (delegate* unmanaged[Cdecl]<int, int, byte*, void>)GdalLibraryResolver.GetExport("CPLQuietErrorHandler"));

        var folders = GdalLibraryResolver.DataFolders;
        if (folders.GdalData is { } gdalData)
        {
            LibGdal.CPLSetConfigOption("GDAL_DATA", gdalData);
        }

        if (folders.ProjData is { } projData)
        {
            using var list = StringListHandle.Of(projData);
            LibGdal.OSRSetPROJSearchPaths(list);
        }

        LibGdal.GDALSetCacheMax64(options.BlockCacheMiB * 1024L * 1024L);

        // A mask belongs inside the file that it masks, and no VRT may run Python.
        LibGdal.CPLSetConfigOption("GDAL_TIFF_INTERNAL_MASK", "YES");
        LibGdal.CPLSetConfigOption("GDAL_VRT_ENABLE_PYTHON", "NO");

        // What lies beside a raster (.aux.xml, .ovr, .msk, world files) is asked for by name; otherwise each opening lists the folder, up to a thousand names.
        LibGdal.CPLSetConfigOption("GDAL_DISABLE_READDIR_ON_OPEN", "TRUE");

        // Files that virtual rasters hold open. Each has buffers and a decompressor of its own; but where one row of tiles crosses more of them, all are
        // opened again for every row, and libgdal 3.6 keeps some memory each time.
        LibGdal.CPLSetConfigOption("GDAL_MAX_DATASET_POOL_SIZE", "64");
        LibGdal.GDALAllRegister();
    }
}

// A lower limit of GDAL's block cache until it is disposed. The cache belongs to the process.
internal sealed class BlockCacheLimit : IDisposable
{
    private readonly long _before = LibGdal.GDALGetCacheMax64();

    public BlockCacheLimit(long bytes) => LibGdal.GDALSetCacheMax64(Math.Min(bytes, _before));

    public void Dispose() => LibGdal.GDALSetCacheMax64(_before);
}
