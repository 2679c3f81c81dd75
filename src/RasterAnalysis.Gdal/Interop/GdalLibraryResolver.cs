using System.Reflection;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Gdal.Interop;

// Finds libgdal for the imports: the file of a package first, then the machine's versioned names (Debian has no plain libgdal.so
// without the -dev package).
internal static class GdalLibraryResolver
{
    private static readonly Lock Gate = new();
    private static bool isRegistered;
    private static nint library;

    public static string? LoadedName { get; private set; }

    // Data files come with the library: they are looked for only when the library is one of ours.
    public static GdalDataFolders DataFolders =>
        LoadedName is { } name && name.StartsWith(AppContext.BaseDirectory, StringComparison.Ordinal)
            ? GdalDataFolders.Find(PortableRid(), ListTree(AppContext.BaseDirectory))
            : GdalDataFolders.None;

    public static void Register()
    {
        lock (Gate)
        {
            if (!isRegistered)
            {
                NativeLibrary.SetDllImportResolver(typeof(GdalLibraryResolver).Assembly, Resolve);
                isRegistered = true;
            }
        }
    }

    public static nint GetExport(string function) => NativeLibrary.GetExport(library, function);

    // The first candidate that loads; 0 and null when none does.
    public static (nint Library, string? Name) Load(string baseFolder, string rid)
    {
        foreach (var candidate in GdalLibraryCandidates.Find(baseFolder, rid, ListFolder))
        {
            if (NativeLibrary.TryLoad(candidate, out var handle))
            {
                return (handle, candidate);
            }
        }

        return (0, null);
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? searchPath)
    {
        if (name != LibGdal.Library)
        {
            return 0;
        }

        lock (Gate)
        {
            if (library == 0)
            {
                (library, LoadedName) = Load(AppContext.BaseDirectory, PortableRid());
            }

            return library;
        }
    }

    // RuntimeIdentifier may name a distribution (debian.12-x64); packages use linux-x64.
    private static string PortableRid()
    {
        var system = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        return $"{system}-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";
    }

    private static IEnumerable<string> ListFolder(string folder) => Directory.Exists(folder) ? Directory.EnumerateFiles(folder) : [];

    private static IEnumerable<string> ListTree(string folder) => Directory.EnumerateFiles(
        folder, "*", new EnumerationOptions { RecurseSubdirectories = true, MaxRecursionDepth = 5, IgnoreInaccessible = true });
}
