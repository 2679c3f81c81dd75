namespace RasterAnalysis.Gdal.Interop;

// Where libgdal may be, best first. Pure: the file system is given as a listing.
internal static class GdalLibraryCandidates
{
    // GDAL 3.6 has the so-number 32, and each minor version since then one more; a few to come are tried as well.
    private const int LowestSoNumber = 32;
    private const int HighestSoNumber = 42;

    // MaxRev's runtime packages put libgdal.so.NN into runtimes/<rid>/native; a publish for one rid puts it beside the program.
    public static IReadOnlyList<string> Find(string baseFolder, string rid, Func<string, IEnumerable<string>> listFiles)
    {
        string[] folders = [Path.Combine(baseFolder, "runtimes", rid, "native"), baseFolder];
        var local = folders.SelectMany(folder => listFiles(folder)
            .Where(file => IsLibrary(Path.GetFileName(file), rid))
            .OrderByDescending(file => SoNumber(Path.GetFileName(file))));
        return [.. local, .. SystemNames(rid)];
    }

    private static IEnumerable<string> SystemNames(string rid)
    {
        if (rid.StartsWith("win", StringComparison.Ordinal))
        {
            return ["gdal", "libgdal"];
        }

        if (rid.StartsWith("osx", StringComparison.Ordinal))
        {
            return ["libgdal.dylib", "/opt/homebrew/lib/libgdal.dylib", "/usr/local/lib/libgdal.dylib"];
        }

        var versioned = Enumerable.Range(LowestSoNumber, HighestSoNumber - LowestSoNumber + 1).Reverse().Select(number => $"libgdal.so.{number}");
        return [.. versioned, "libgdal.so"];
    }

    private static bool IsLibrary(string name, string rid) =>
        rid.StartsWith("win", StringComparison.Ordinal) ? name.StartsWith("gdal", StringComparison.Ordinal) && name.EndsWith(".dll", StringComparison.Ordinal) && !name.Contains("_wrap", StringComparison.Ordinal)
        : rid.StartsWith("osx", StringComparison.Ordinal) ? name.StartsWith("libgdal.", StringComparison.Ordinal) && name.EndsWith(".dylib", StringComparison.Ordinal)
        : name is "libgdal.so" || SoNumber(name) > 0;

    // 38 of libgdal.so.38 and of libgdal.so.38.3.12.0; 0 when there is none.
    private static int SoNumber(string name)
    {
        const string Prefix = "libgdal.so.";
        return name.StartsWith(Prefix, StringComparison.Ordinal) && int.TryParse(name[Prefix.Length..].Split('.')[0], out var number) ? number : 0;
    }
}
