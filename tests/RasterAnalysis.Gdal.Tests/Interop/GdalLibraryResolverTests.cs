using RasterAnalysis.Gdal.Interop;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Interop;

public sealed class GdalLibraryResolverTests
{
    private const string Rid = "linux-x64";

    [Fact]
    public void The_runtimes_folder_of_a_package_comes_first_and_newest_first()
    {
        var native = Path.Combine("/app", "runtimes", Rid, "native");
        string[] files = [$"{native}/libgdal.so.36", $"{native}/libgdal.so.38", $"{native}/libproj.so.25", $"{native}/libgdalwrap.so"];

        var candidates = GdalLibraryCandidates.Find("/app", Rid, folder => folder == native ? files : []);

        Assert.Equal([$"{native}/libgdal.so.38", $"{native}/libgdal.so.36"], candidates.Take(2));
        Assert.StartsWith("libgdal.so.", candidates[2], StringComparison.Ordinal);
    }

    [Fact]
    public void Find_without_a_package_asks_the_machine_newest_first()
    {
        var candidates = GdalLibraryCandidates.Find("/app", Rid, _ => []);

        Assert.Contains("libgdal.so.32", candidates);
        Assert.True(candidates.ToList().IndexOf("libgdal.so.38") < candidates.ToList().IndexOf("libgdal.so.32"));
        Assert.Equal("libgdal.so", candidates[^1]);
    }

    [Theory]
    [InlineData("win-x64", "gdal")]
    [InlineData("osx-arm64", "libgdal.dylib")]
    public void Find_on_other_systems_uses_plain_names(string rid, string name) =>
        Assert.Equal(name, GdalLibraryCandidates.Find("/app", rid, _ => [])[0]);

    [Fact]
    public void Load_takes_the_file_in_a_folder_laid_out_as_MaxRev_does()
    {
        GdalRuntime.Initialize();
        var system = File.ReadLines("/proc/self/maps").Select(line => line.Split(' ')[^1]).FirstOrDefault(path => path.Contains("libgdal.so", StringComparison.Ordinal));
        Assert.SkipWhen(system is null, "The loaded libgdal was not found among the process's files.");
        using var app = new TempFolder();
        var native = Directory.CreateDirectory(Path.Combine(app.Path, "runtimes", Rid, "native")).FullName;
        var packaged = Path.Combine(native, "libgdal.so.38");
        File.CreateSymbolicLink(packaged, system);

        var (library, name) = GdalLibraryResolver.Load(app.Path, Rid);

        Assert.NotEqual(0, library);
        Assert.Equal(packaged, name);
    }

    [Fact]
    public void Data_folders_of_a_package_are_the_folders_that_hold_the_files()
    {
        const string Any = "/app/runtimes/any/native";
        string[] files = [$"{Any}/maxrev.gdal.core.libshared/proj.db", $"/app/runtimes/{Rid}/native/gdal-data/gdalvrt.xsd", $"{Any}/gdal-data/gdalvrt.xsd"];

        var folders = GdalDataFolders.Find(Rid, files);

        Assert.Equal($"/app/runtimes/{Rid}/native/gdal-data", folders.GdalData);
        Assert.Equal($"{Any}/maxrev.gdal.core.libshared", folders.ProjData);
    }

    [Fact]
    public void Data_folders_without_a_package_are_left_to_the_machine() => Assert.Equal(GdalDataFolders.None, GdalDataFolders.Find(Rid, ["/app/x.dll"]));
}
