using System.Text.Json;
using RasterAnalysis.Benchmarks;
using RasterAnalysis.Benchmarks.Parts;
using RasterAnalysis.Benchmarks.Pictures;

// tests/bench.sh [table …]: all tables, or those that are named
var folder = args.Length > 0 ? args[0] : ".";
var tables = new (string Name, Func<Task<IReadOnlyList<object>>> RunAsync)[]
{
    ("job-throughput", ThroughputTable.RunAsync),
    ("unet", UNetTable.RunAsync),
    ("int8", Int8Table.RunAsync),
    ("int8-labels", Int8LabelsTable.RunAsync),
    ("gpu", GpuTable.RunAsync),
    ("rival", RivalTable.RunAsync),
    ("rival-small", RivalTable.RunSmallAsync),
    ("pixelwise", PixelwiseTable.RunAsync),
    ("latency", LatencyTable.RunAsync),
    ("growth", GrowthTable.RunAsync),
    ("serving", ServingTable.RunAsync),
    ("pictures", PicturesTable.RunAsync),
    ("start", StartTable.RunAsync),
    ("memory", MemoryTable.RunAsync),
    ("queue", QueueTable.RunAsync),
    ("forest", ForestTable.RunAsync),
    ("forest-large", ForestTable.RunLargeAsync),
    ("function", FunctionTable.RunAsync),
    ("cloud", CloudTable.RunAsync),
    ("mosaics", MosaicTable.RunAsync),
    ("features", FeatureTable.RunAsync),
    ("objects", ObjectsTable.RunAsync),
    ("compression", CompressionTable.RunAsync),
    ("parts", () => PartsTable.RunAsync(folder)),
};
foreach (var (name, runAsync) in tables.Where(table => (args.Length <= 1 && table.Name != "gpu") || args.Skip(1).Contains(table.Name)))
{
    var target = Path.Combine(folder, $"{name}.json");
    await File.WriteAllTextAsync(target, JsonSerializer.Serialize(await runAsync(), new JsonSerializerOptions { WriteIndented = true }));
    Console.WriteLine(target);
    Console.WriteLine();
}

return 0;
