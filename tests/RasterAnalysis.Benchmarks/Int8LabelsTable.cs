using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Labels that a job in int8 gives otherwise than one in Float32, and how many it says: two networks of more than 0.3 million weights, trained on clusters of the bands of the rasters that they are
/// run on (<c>tests/RasterAnalysis.Benchmarks/clustered.py</c>; Python with torch, from <c>tests/install-tools.sh</c>). The rasters are not part of the repository: a folder of them is named by
/// <c>RASTERS</c>.
/// </summary>
internal static partial class Int8LabelsTable
{
    private const int Classes = 6;
    private static readonly string[] Rasters = ["mosaic_cog1.tif", "RGB.byte.tif"];

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var folder = Environment.GetEnvironmentVariable("RASTERS") is { Length: > 0 } named
            ? named : throw new InvalidOperationException($"RASTERS must name a folder with {string.Join(" and ", Rasters)}.");
        await using var service = await BenchmarkService.StartAsync();
        Console.WriteLine($"{"raster",-18}{"weights",10}{"agreement",11}{"labels",10}{"differ %",10}{"said %",8}");
        var results = new List<object>();
        foreach (var raster in Rasters)
        {
            var (network, said) = Train(Path.Combine(folder, raster));
            File.Copy(Path.Combine(folder, raster), service.PathOf(raster), overwrite: true);
            await File.WriteAllBytesAsync(service.PathOf("clusters.dlpk"), TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), network));
            var exact = await LabelsAsync(service, raster, "float32");
            var quantized = await LabelsAsync(service, raster, "int8");
            var labels = exact.Labels.Count(label => label is not null);
            var differing = 100.0 * exact.Labels.Zip(quantized.Labels, (one, other) => one == other ? 0 : 1).Sum() / labels;
            var percent = double.Parse(Said().Match(quantized.Message).Groups[1].Value, CultureInfo.InvariantCulture);
            var (weights, agreement) = (said.Split(' ')[0], said.Split(' ')[2]);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{raster,-18}{weights,10}{agreement,11}{labels,10}{differing,10:F3}{percent,8:F2}"));
            results.Add(new { raster, weights, agreement, labels, differing, said = percent });
        }

        return results;
    }

    [GeneratedRegex(@"int8 .*: ([\d.]+) % of")]
    private static partial Regex Said();

    private static async Task<(uint?[] Labels, string Message)> LabelsAsync(BenchmarkService service, string raster, string precision)
    {
        var (job, _, _) = await service.RunAsync(raster, "clusters.dlpk", new JsonObject { ["precision"] = precision, ["int8_tolerance"] = 100 });
        var file = await service.Process.Client.GetBytesAsync($"api/v1/items/{(string)job["result"]!["itemId"]!}/data");
        var message = job["messages"]!.AsArray().Select(entry => (string)entry!["text"]!).FirstOrDefault(text => text.Contains("int8", StringComparison.Ordinal)) ?? "";
        var result = Testing.Tiff.CogFile.Read(file);
        var noData = uint.Parse(result.NoData!, CultureInfo.InvariantCulture);
        return ([.. result.Levels[0].Pixels.Select(pixel => pixel == noData ? (uint?)null : pixel)], message);
    }

    /// <summary>The network, and the last line that its training said: weights, and labels that it gives as the clusters do.</summary>
    private static (byte[] Network, string Said) Train(string raster)
    {
        var network = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            string[] arguments = [RepositoryFiles.Path("tests/RasterAnalysis.Benchmarks/clustered.py"), raster, network];
            using var python = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true })!;
            var said = python.StandardOutput.ReadToEnd().Trim().Split('\n')[^1];
            python.WaitForExit();
            return python.ExitCode == 0 ? (File.ReadAllBytes(network), said) : throw new InvalidOperationException($"clustered.py could not train on {raster}.");
        }
        finally
        {
            File.Delete(network);
        }
    }
}
