using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Benchmarks;

/// <summary>A job on the same hundred scenes as a mosaic of their own, and as one per cent of a mosaic of ten thousand; by turns.</summary>
internal static class MosaicTable
{
    private const int Scene = 128;
    private const int Cell = 10;
    private const int Classes = 13;
    private const int Pairs = 5;

    public static async Task<IReadOnlyList<object>> RunAsync()
    {
        await using var service = await BenchmarkService.StartAsync();
        await service.WriteOneLayerAsync("model.dlpk", Classes);
        var layers = new Dictionary<int, string> { [10] = await LayerAsync(service, 10), [100] = await LayerAsync(service, 100) };
        async Task<double> RunAsync(int side)
        {
            var id = await service.Process.Client.SubmitAsync(new JsonObject
            {
                ["inputRaster"] = new JsonObject { ["itemId"] = layers[side] },
                ["model"] = new JsonObject { ["uri"] = "/rasterStores/store/model.dlpk" },
                ["context"] = new JsonObject
                {
                    ["reuseResults"] = false,
                    ["extent"] = new JsonObject { ["xmin"] = 500000, ["ymin"] = 5000000 - (10 * Scene * Cell), ["xmax"] = 500000 + (10 * Scene * Cell), ["ymax"] = 5000000 },
                },
            });
            var job = await service.Process.Client.FinishedAsync(id);
            return (string)job["status"]! == "succeeded" ? ((DateTimeOffset)job["finished"]! - (DateTimeOffset)job["submitted"]!).TotalSeconds : throw new InvalidOperationException(job.ToJsonString());
        }

        await RunAsync(10);
        await RunAsync(100);
        var pairs = new List<(double Small, double Large)>();
        for (var pair = 0; pair < Pairs; pair++)
        {
            pairs.Add((await RunAsync(10), await RunAsync(100)));
        }

        var ratios = pairs.Select(pair => pair.Large / pair.Small).Order().ToArray();
        Console.WriteLine($"{"100 scenes s",14}{"10,000 s",10}{"ratio",8}{"from",8}{"to",8}");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Table.Median(pairs.Select(pair => pair.Small)),14:F2}{Table.Median(pairs.Select(pair => pair.Large)),10:F2}{Table.Median(ratios),8:F2}{ratios[0],8:F2}{ratios[^1],8:F2}"));
        return [new { small = pairs.Select(pair => pair.Small), large = pairs.Select(pair => pair.Large), ratios }];
    }

    private static async Task<string> LayerAsync(BenchmarkService service, int side)
    {
        Directory.CreateDirectory(service.PathOf($"scenes{side}"));
        for (var number = 0; number < side * side; number++)
        {
            var (row, column) = (number / side, number % side);
            var content = TiffFile.Byte(
                Scene, Scene, 1, (_, r, c) => (byte)((((r + row) * 31) ^ ((c + column) * 17)) % Classes), left: 500000 + (column * Scene * Cell), top: 5000000 - (row * Scene * Cell));
            await File.WriteAllBytesAsync(service.PathOf($"scenes{side}/{number:D5}.tif"), content);
        }

        using var response = await service.Process.Client.Http.PostAsJsonAsync("api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray($"/rasterStores/store/scenes{side}/*.tif") });
        return response.IsSuccessStatusCode
            ? (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]! : throw new InvalidOperationException(await response.Content.ReadAsStringAsync());
    }
}
