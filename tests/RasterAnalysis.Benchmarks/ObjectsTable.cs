using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>
/// Objects are detected and then classified, ten thousand and a million of them on rasters of one size: peaks of memory of the web process and of its instances, which should be
/// the same, and milliseconds of a screen of them over HTTP.
/// </summary>
internal static class ObjectsTable
{
    private const int Side = 10_000;
    private const int Tile = 512;
    private const double Cell = 10;
    private const int ScreenObjects = 30;
    private const int Times = 101;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        var rows = new List<object>();
        (string Task, long Service, long Instance)[] first = [];
        Console.WriteLine($"{"objects",-12}{"task",-10}{"service MiB",13}{"ratio",8}{"instance MiB",14}{"ratio",8}{"seconds",9}");
        foreach (var step in (int[])[100, 10])
        {
            var (peaks, screens) = await MeasureAsync(step);
            first = first.Length == 0 ? [.. peaks.Select(peak => (peak.Task, peak.Service, peak.Instance))] : first;
            var count = Side / step * (Side / step);
            foreach (var ((task, service, instance, seconds), (_, serviceFirst, instanceFirst)) in peaks.Zip(first))
            {
                var (serviceRatio, instanceRatio) = ((double)service / serviceFirst, (double)instance / instanceFirst);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{count,-12}{task,-10}{service,13}{serviceRatio,8:F2}{instance,14}{instanceRatio,8:F2}{seconds,9:F1}"));
                rows.Add(new { objects = count, task, serviceMiB = service, serviceRatio, instanceMiB = instance, instanceRatio, seconds });
            }

            foreach (var (name, milliseconds, found) in screens)
            {
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"    {name,-36}{milliseconds,9:F1} ms at the median, {found} objects"));
                rows.Add(new { objects = count, screen = name, milliseconds, found });
            }
        }

        return rows;
    }

    private static async Task<((string Task, long Service, long Instance, double Seconds)[] Peaks, (string Name, double Milliseconds, int Found)[] Screens)> MeasureAsync(int step)
    {
        await using var service = new ServiceProcess();
        await service.StartAsync();
        string PathOf(string name) => Path.Combine(service.Store, name);
        await File.WriteAllBytesAsync(PathOf("plain.tif"), TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)(row % step == 5 && column % step == 5 ? 210 : 0)));
        GdalTool.Run("gdal_translate", "-q", "-co", "TILED=YES", "-co", "COMPRESS=DEFLATE", PathOf("plain.tif"), PathOf("points.tif"));
        File.Delete(PathOf("plain.tif"));
        await File.WriteAllBytesAsync(PathOf("detector.dlpk"), Detector());
        await File.WriteAllBytesAsync(PathOf("classifier.dlpk"), LevelClassifier.Package(hasSoftmax: false, batch: null, ("CropSizeFixed", 1)));

        var detected = await RunAsync(service, "detect-objects", Request("detector.dlpk"));
        var classify = Request("classifier.dlpk");
        classify["inputFeatures"] = new JsonObject { ["itemId"] = (string)detected.Job["result"]!["itemId"]! };
        classify["modelArguments"] = new JsonObject { ["batch_size"] = 64 };
        var classified = await RunAsync(service, "classify-objects", classify);
        return (
            [("detect", detected.Service, detected.Instance, detected.Seconds), ("classify", classified.Service, classified.Instance, classified.Seconds)],
            await ScreensAsync(service.Client, (string)classified.Job["result"]!["itemId"]!, step));
    }

    private static JsonObject Request(string model) => new()
    {
        ["inputRaster"] = new JsonObject { ["uri"] = "/rasterStores/store/points.tif" },
        ["model"] = new JsonObject { ["uri"] = $"/rasterStores/store/{model}" },
    };

    private static async Task<(JsonNode Job, long Service, long Instance, double Seconds)> RunAsync(ServiceProcess service, string task, JsonObject request)
    {
        using var response = await service.Client.Http.PostAsJsonAsync($"api/v1/{task}/jobs", request);
        var job = await response.Content.ReadFromJsonAsync<JsonNode>();
        return response.IsSuccessStatusCode ? await MemoryPeaks.OfJobAsync(service, (string)job!["id"]!) : throw new InvalidOperationException(job!.ToJsonString());
    }

    private static async Task<(string Name, double Milliseconds, int Found)[]> ScreensAsync(ServiceClient client, string item, int step)
    {
        var server = (string)(await client.GetAsync($"api/v1/items/{item}"))["featureServer"]!;
        var width = ScreenObjects * step * Cell;
        var random = new Random(1);

        // the raster begins at (500000, 5000000) of UTM's zone 33 and goes down; there a degree of longitude has 78.9 km, about, and one of latitude 111.1
        string Screen(double scaleX = 1, double scaleY = 1, double originX = 0, double originY = 0)
        {
            var (left, top) = (500_000 + (random.NextDouble() * ((Side * Cell) - width)), 5_000_000 - (random.NextDouble() * ((Side * Cell) - width)));
            return string.Create(
                CultureInfo.InvariantCulture, $"{originX + (left * scaleX)},{originY + ((top - width) * scaleY)},{originX + ((left + width) * scaleX)},{originY + (top * scaleY)}");
        }

        const double East = 1 / 78_900.0, North = 1 / 111_130.0;

        return
        [
            await MedianAsync("FeatureServer/0/query, projected", () => $"{server}/0/query?f=json&where=1%3D1&outFields=*&outSR=3857&geometryType=esriGeometryEnvelope&geometry={Screen()}"),
            await MedianAsync("/features, GeoJSON", () => $"api/v1/items/{item}/features?limit=1000&bbox={Screen(East, North, 15 - (500_000 * East), 45.1535 - (5_000_000 * North))}"),
        ];

        async Task<(string Name, double Milliseconds, int Found)> MedianAsync(string name, Func<string> address)
        {
            var (times, found) = (new List<double>(), 0);
            for (var i = 0; i < Times; i++)
            {
                var clock = Stopwatch.StartNew();
                var answer = await client.GetBytesAsync(address());
                times.Add(clock.Elapsed.TotalMilliseconds);
                found = JsonNode.Parse(answer)!["features"]!.AsArray().Count;
            }

            return (name, Table.Median(times), found);
        }
    }

    /// <summary>A detector in YOLO v8's layout that finds a box of 5 pixels around each bright pixel.</summary>
    private static byte[] Detector() => TestPackages.Package(
        TestPackages.Definition(
            [(1, "point", [255, 0, 0])],
            [
                ("ModelType", "ObjectDetection"), ("ImageHeight", Tile), ("ImageWidth", Tile), ("DataRange", new JsonArray(0, 255)), ("Threshold", 0.5), ("DetectorLayout", "YoloV8"),
            ]),
        new OnnxModelBuilder()
            .Input("image", OnnxType.Float, "n", 1, "h", "w")
            .Output("output0", OnnxType.Float, "n", 5, "c")
            .Constant("zero", [1], 0f).Constant("one", [1], 1f).Constant("half", [1], 0.5f).Constant("size", [1], 5f).Constant("scale", [1], 1 / 255f)
            .Constant("across", [1], 3L).Constant("down", [1], 2L).Constant("rows", [3], 0L, 5L, -1L)
            .Node("Mul", ["image", "zero"], "zeros").Node("Add", ["zeros", "one"], "ones").Node("Mul", ["ones", "size"], "sizes")
            .Node("CumSum", ["ones", "across"], "columns").Node("Sub", ["columns", "half"], "x")
            .Node("CumSum", ["ones", "down"], "lines").Node("Sub", ["lines", "half"], "y")
            .Node("Mul", ["image", "scale"], "score")
            .Node("Concat", ["x", "y", "sizes", "sizes", "score"], "planes", ("axis", 1L))
            .Node("Reshape", ["planes", "rows"], "output0")
            .Build());
}
