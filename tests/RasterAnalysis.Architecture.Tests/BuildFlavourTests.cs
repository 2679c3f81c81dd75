using System.Diagnostics;
using System.Text.Json;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>The two build flavours choose packages, and nothing else (<c>docs/decisions</c>). MSBuild itself evaluates the projects.</summary>
public sealed class BuildFlavourTests
{
    [Theory]
    [InlineData("RasterAnalysis.OnnxRuntime", "", new[] { "Microsoft.ML.OnnxRuntime", "System.Numerics.Tensors" })]
    [InlineData("RasterAnalysis.OnnxRuntime", "-p:OnnxRuntimeFlavor=Cpu", new[] { "Microsoft.ML.OnnxRuntime", "System.Numerics.Tensors" })]
    [InlineData("RasterAnalysis.OnnxRuntime", "-p:OnnxRuntimeFlavor=Gpu", new[] { "Microsoft.ML.OnnxRuntime.Gpu.Linux", "System.Numerics.Tensors" })]
    [InlineData("RasterAnalysis.Gdal", "", new[] { "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3" })]
    [InlineData("RasterAnalysis.Gdal", "-p:GdalFlavor=System", new[] { "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3" })]
    [InlineData("RasterAnalysis.Gdal", "-p:GdalFlavor=MaxRev", new[] { "MaxRev.Gdal.Core", "MaxRev.Gdal.LinuxRuntime.Minimal", "Microsoft.Data.Sqlite.Core", "SQLitePCLRaw.bundle_e_sqlite3" })]
    public async Task Package_references_of_a_flavour_are_its_packages(string project, string flavour, string[] expected)
    {
        var path = Path.Combine(Repository.Root, "src", project, $"{project}.csproj");

        var json = await EvaluateAsync(path, flavour);

        var packages = json.RootElement.GetProperty("Items").GetProperty("PackageReference").EnumerateArray()
            .Select(item => item.GetProperty("Identity").GetString()!).Where(name => !name.StartsWith("Microsoft.NET.ILLink", StringComparison.Ordinal));
        Assert.Equal(expected.Order(), packages.Order());
    }

    [Fact]
    public void Package_versions_of_every_flavour_are_pinned()
    {
        var versions = Repository.Load(Path.Combine(Repository.Root, "Directory.Packages.props")).Descendants("PackageVersion")
            .ToDictionary(v => (string)v.Attribute("Include")!, v => (string)v.Attribute("Version")!);

        Assert.All(
            ["Microsoft.ML.OnnxRuntime", "Microsoft.ML.OnnxRuntime.Gpu.Linux", "MaxRev.Gdal.Core", "MaxRev.Gdal.LinuxRuntime.Minimal"],
            name => Assert.Matches(@"^\d+(\.\d+)+$", versions[name]));

        // one release, though not always its last correction: the registries have not the same of each
        Assert.Equal(Version.Parse(versions["Microsoft.ML.OnnxRuntime"]).ToString(2), Version.Parse(versions["Microsoft.ML.OnnxRuntime.Gpu.Linux"]).ToString(2));
    }

    private static async Task<JsonDocument> EvaluateAsync(string project, string flavour)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        string[] arguments = ["msbuild", project, "-getItem:PackageReference", "-nologo", .. flavour.Length > 0 ? [flavour] : Array.Empty<string>()];
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
        return JsonDocument.Parse(output);
    }
}
