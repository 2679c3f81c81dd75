using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.RegularExpressions;
using RasterAnalysis.Gdal.Interop;
using Xunit;

namespace RasterAnalysis.Gdal.Tests.Interop;

public sealed partial class ManifestTests
{
    private static IReadOnlyList<string> Manifest { get; } =
        [.. EntryName().Matches(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LibGdal.yaml"))).Select(match => match.Groups[1].Value)];

    [Fact]
    public void Every_function_of_the_manifest_is_exported_by_the_library()
    {
        GdalRuntime.Initialize();
        var library = NativeLibrary.Load(GdalRuntime.LibraryName!);

        Assert.All(Manifest, name => Assert.True(NativeLibrary.TryGetExport(library, name, out _), name));
    }

    [Fact]
    public void Manifest_and_imports_name_the_same_functions()
    {
        string[] byAddress = ["CPLQuietErrorHandler"];

        Assert.Equal(Imports().Concat(byAddress).Order(StringComparer.Ordinal), Manifest.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_entry_of_the_manifest_says_header_version_and_owner()
    {
        var lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "LibGdal.yaml")).Where(line => line.StartsWith("  - ", StringComparison.Ordinal));

        Assert.All(lines, line => Assert.Matches(@"^  - \{ name: \w+, header: \w+\.h, since: (1\.x|\d\.\d+), result: (-|borrowed|\w+) \}$", line));
    }

    // A source-generated import leaves a DllImport only where nothing is marshalled, so the attribute of the source is what tells.
    private static IEnumerable<string> Imports() => typeof(LibGdal)
        .GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.Name.StartsWith("GDAL", StringComparison.Ordinal) || method.Name.StartsWith("OSR", StringComparison.Ordinal)
            || method.Name.StartsWith("OCT", StringComparison.Ordinal) || method.Name.StartsWith("CPL", StringComparison.Ordinal)
            || method.Name.StartsWith("CSL", StringComparison.Ordinal) || method.Name.StartsWith("VSI", StringComparison.Ordinal)
            || method.Name.StartsWith("VRT", StringComparison.Ordinal) || method.Name.StartsWith("OGR_", StringComparison.Ordinal))
        .Select(method => method.Name.Replace("GDALGetBandMetadataItem", "GDALGetMetadataItem", StringComparison.Ordinal)
            .Replace("GDALSetBandMetadataItem", "GDALSetMetadataItem", StringComparison.Ordinal))
        .Distinct();

    [GeneratedRegex(@"name: (\w+)")]
    private static partial Regex EntryName();
}
