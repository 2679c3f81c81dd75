using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.ArcGis;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>Two classified rasters become a from-to raster with a matrix of transitions.</summary>
public sealed class ChangeTests(ChangePair pair) : IClassFixture<ChangePair>
{
    private const int NoData = ChangePair.NoData;
    private const double Precision = 1e-9;

    // rows are the classes before: Forest, Water, Town; columns those after: Water, Bare, forest, Town
    private static readonly int[] SameAs = [2, 0, 3];
    private static readonly Lazy<double[]> Areas = new(() => ArealScale.PixelAreas(
        "EPSG:32633", ChangePair.Width, ChangePair.Height, 500000, ChangePair.Cell, 0, 5000000, 0, -ChangePair.Cell));

    private ServiceClient Client => pair.Client;

    [Fact]
    public async Task Each_pair_that_occurs_is_a_class_and_its_area_is_a_cell_of_the_matrix()
    {
        var (job, raster) = await ChangeAsync([]);
        var item = (string)job["result"]!["itemId"]!;
        var expected = Cells((_, _) => true);

        Assert.Null(raster.FirstDifference((row, column) => (uint)ValueAt(row, column)));
        Assert.Equal((8, "255"), (raster.Bits, raster.NoData));
        Assert.Empty(raster.LayoutFaults());
        var classes = (await Client.GetAsync($"api/v1/items/{item}"))["classes"]!.AsArray();
        Assert.Equal(expected.Keys.Order().Select(Value), classes.Select(one => (int)one!["value"]!));
        Assert.Equal(expected.OrderBy(cell => cell.Key).Select(cell => cell.Value.Pixels), classes.Select(one => (long)one!["count"]!));
        Assert.Equal("Forest", NameOf(classes, 3));
        Assert.Equal("Forest → Water", NameOf(classes, 1));
        Assert.Equal("Water → Bare, dry", NameOf(classes, 6));

        // unchanged in its own colour, changed three parts of what it was and seven of what it is
        Assert.Equal((0, 120, 0), raster.ColorOf(3));
        Assert.Equal((7, 43, 168), raster.ColorOf(1));
        Assert.Contains($"RASTERANALYSIS_CHANGE_TO\">{pair.To}", raster.Metadata, StringComparison.Ordinal);

        var matrix = await Client.GetAsync($"api/v1/items/{item}/transitions");
        Assert.Equal((pair.From, pair.To, "keep"), ((string)matrix["from"]!["itemId"]!, (string)matrix["to"]!["itemId"]!, (string)matrix["unchangedPixels"]!));
        AssertMatrix(expected, matrix);
        var areas = await Client.GetAsync($"api/v1/items/{item}/areas");
        Assert.Equal(((string)areas["method"]!, (string)areas["note"]!), ((string)matrix["method"]!, (string)matrix["note"]!));
        Assert.Equal(areas["noData"]!.ToJsonString(), matrix["noData"]!.ToJsonString());
        Assert.Equal(AllPixels().LongCount(at => ValueAt(at.Row, at.Column) == NoData), (long)matrix["noData"]!["pixels"]!);
    }

    [Fact]
    public async Task The_last_messages_say_how_much_has_changed_into_what()
    {
        var (job, _) = await ChangeAsync([]);
        var cells = Cells((_, _) => true);
        var changes = cells.Where(cell => SameAs[cell.Key.From] != cell.Key.To).OrderByDescending(cell => cell.Value.SquareMetres).ToArray();
        var (changed, all) = (changes.Sum(cell => cell.Value.SquareMetres) / 1e4, cells.Values.Sum(cell => cell.SquareMetres) / 1e4);

        var messages = ServiceClient.Messages(job);

        Assert.Contains(string.Create(CultureInfo.InvariantCulture, $"{changed:N1} ha of {all:N1} ha changed ({100 * changed / all:0.0} %)."), messages);
        var largest = changes.Take(2).Select(cell => string.Create(
            CultureInfo.InvariantCulture, $"{ChangePair.Before[cell.Key.From]} → {ChangePair.After[cell.Key.To]} {cell.Value.SquareMetres / 1e4:N1} ha"));
        Assert.Single(messages, text => text.StartsWith($"Largest changes: {string.Join(", ", largest)}", StringComparison.Ordinal));
        Assert.Empty(ServiceClient.Messages(job, "warning"));
    }

    [Theory]
    [InlineData("merge")]
    [InlineData("leaveOut")]
    public async Task What_is_unchanged_is_merged_or_left_out(string unchanged)
    {
        var isMerged = unchanged == "merge";
        var (job, raster) = await ChangeAsync(new JsonObject { ["unchanged"] = unchanged });
        var cells = Cells((_, _) => true);
        var changed = cells.Where(cell => SameAs[cell.Key.From] != cell.Key.To).ToDictionary();
        var same = cells.Where(cell => SameAs[cell.Key.From] == cell.Key.To).Sum(cell => cell.Value.Pixels);

        Assert.Null(raster.FirstDifference((row, column) => (uint)(IsUnchanged(row, column) ? isMerged ? 0 : NoData : ValueAt(row, column))));
        var classes = (await Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}"))["classes"]!.AsArray();
        Assert.Equal(changed.Keys.Order().Select(Value).Prepend(0).Skip(isMerged ? 0 : 1), classes.Select(one => (int)one!["value"]!));
        var matrix = await Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}/transitions");
        Assert.Equal(isMerged ? same : null, (long?)matrix["unchanged"]?["pixels"]);
        Assert.Equal(changed.Values.Sum(cell => cell.Pixels), (long)matrix["changed"]!["pixels"]!);
        Assert.All(SameAs.Index(), one => Assert.Null(matrix["pixels"]![one.Index]![one.Item]));
        Assert.Equal(changed.Where(cell => cell.Key.From == 1).Sum(cell => cell.Value.Pixels), (long)matrix["fromClasses"]![1]!["pixels"]!);
        if (isMerged)
        {
            Assert.Equal("Unchanged", NameOf(classes, 0));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100)]
    public async Task Only_pixels_that_both_are_sure_of_count(int minimum)
    {
        bool IsSure(int row, int column) => ChangePair.FromConfidenceAt(row, column) is not NoData and var before && before >= minimum && ChangePair.ToConfidenceAt(row, column) >= minimum;

        var (job, raster) = await ChangeAsync(new JsonObject
        {
            ["fromConfidence"] = Item(pair.FromConfidence), ["toConfidence"] = Item(pair.ToConfidence), ["minimumConfidence"] = minimum,
        });

        Assert.Null(raster.FirstDifference((row, column) => (uint)(IsSure(row, column) ? ValueAt(row, column) : NoData)));
        var matrix = await Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}/transitions");
        Assert.Equal(minimum, (int)matrix["minimumConfidence"]!);
        AssertMatrix(Cells(IsSure), matrix);
        Assert.Contains(ServiceClient.Messages(job), text => text.EndsWith($"where both are sure by {minimum} % or more.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_table_is_the_matrix_with_its_totals()
    {
        var (job, _) = await ChangeAsync([]);
        var cells = Cells((_, _) => true);
        var path = $"api/v1/items/{job["result"]!["itemId"]}/transitions?format=csv";

        using var response = await Client.Http.GetAsync(path);
        var hectares = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        var pixels = (await Client.Http.GetStringAsync($"{path}&unit=pixels")).Split("\r\n");

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.EndsWith("-transitions.csv", response.Content.Headers.ContentDisposition!.FileName, StringComparison.Ordinal);
        Assert.Equal((ChangePair.Before.Length + 3, "From (hectares),Water,\"Bare, dry\",forest,Town,Total", ""), (hectares.Length, hectares[0], hectares[^1]));
        for (var from = 0; from < ChangePair.Before.Length; from++)
        {
            var counts = Enumerable.Range(0, ChangePair.After.Length).Select(to => cells.GetValueOrDefault((from, to)).Pixels).ToArray();
            Assert.Equal($"{ChangePair.Before[from]},{string.Join(',', counts)},{counts.Sum()}", pixels[from + 1]);
            Assert.Equal(cells.Where(cell => cell.Key.From == from).Sum(cell => cell.Value.SquareMetres) / 1e4, double.Parse(hectares[from + 1].Split(',')[^1], CultureInfo.InvariantCulture), 1e-4);
        }

        var columns = Enumerable.Range(0, ChangePair.After.Length).Select(to => cells.Where(cell => cell.Key.To == to).Sum(cell => cell.Value.Pixels));
        Assert.Equal($"Total,{string.Join(',', columns)},{cells.Values.Sum(cell => cell.Pixels)}", pixels[^2]);
    }

    [Fact]
    public async Task The_task_of_ArcGIS_makes_the_same()
    {
        var name = $"Changed_{Guid.NewGuid():N}";
        var task = new GeoprocessingClient(Client, "ChangeOfClassifiedRasters");

        var (_, value) = await task.RunAsync(
            ("inputRaster", $$"""{"itemId":"{{pair.From}}"}"""), ("toItem", $$"""{"itemId":"{{pair.To}}"}"""), ("outputClassifiedRaster", $$$"""{"serviceProperties":{"name":"{{{name}}}"}}"""),
            ("unchanged", "merge"), ("fromConfidence", ""), ("minimumConfidence", "#"));

        Assert.EndsWith($"/Hosted/{name}/ImageServer", (string)value["url"]!, StringComparison.Ordinal);
        var matrix = await Client.GetAsync($"api/v1/items/{value["itemId"]}/transitions");
        Assert.Equal("merge", (string)matrix["unchangedPixels"]!);
        Assert.Equal(Cells((_, _) => true).Where(cell => SameAs[cell.Key.From] != cell.Key.To).Sum(cell => cell.Value.Pixels), (long)matrix["changed"]!["pixels"]!);
        var refused = await task.PostAsync("submitJob", ("inputRaster", pair.From), ("toItem", pair.To), ("outputClassifiedRaster", "x"), ("unchanged", "all"));
        Assert.Contains("must be keep, merge or leaveOut", refused["error"]!.ToJsonString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_job_can_be_submitted_again_as_it_was_and_gives_the_same()
    {
        var (job, raster) = await ChangeAsync(new JsonObject { ["unchanged"] = "merge" });

        var inputs = (JsonObject)await Client.GetAsync($"api/v1/jobs/{job["id"]}/inputs");
        Assert.Equal(pair.From, (string)inputs["inputRaster"]!["itemId"]!);
        inputs.Remove("inputRaster");
        inputs.Remove("outputName");
        var (_, again) = await ChangeAsync(inputs);

        Assert.Equal(raster.Levels[0].Pixels, again.Levels[0].Pixels);
    }

    [Fact]
    public async Task The_Python_client_compares_and_prints_the_pairs()
    {
        var address = Client.Http.BaseAddress!.ToString().TrimEnd('/');
        string[] arguments =
        [
            RepositoryFiles.Path("samples/python/rasteranalysis.py"), address, "change", pair.From, pair.To, "--unchanged", "leaveOut", "--from-confidence", pair.FromConfidence,
            "--to-confidence", pair.ToConfidence, "--minimum-confidence", "60",
        ];

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/python3", arguments) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.True(process.ExitCode == 0, await errors);
        var sure = Cells((row, column) => ChangePair.FromConfidenceAt(row, column) is >= 60 and not NoData && ChangePair.ToConfidenceAt(row, column) >= 60);
        foreach (var ((from, to), (pixels, _)) in sure.Where(cell => SameAs[cell.Key.From] != cell.Key.To))
        {
            Assert.Matches(string.Create(CultureInfo.InvariantCulture, $"{ChangePair.Before[from]} → {ChangePair.After[to]} +{pixels:N0} "), await output);
        }

        Assert.DoesNotContain("  Forest  ", await output, StringComparison.Ordinal);
    }

    private static IEnumerable<(int Row, int Column)> AllPixels() =>
        Enumerable.Range(0, ChangePair.Height).SelectMany(row => Enumerable.Range(0, ChangePair.Width).Select(column => (row, column)));

    private static int Value((int From, int To) cell) => (cell.From * ChangePair.After.Length) + cell.To + 1;

    private static int ValueAt(int row, int column)
    {
        var (before, after) = (ChangePair.BeforeAt(row, column), ChangePair.AfterAt(row, column));
        return before == NoData || after == NoData ? NoData : Value((before, after));
    }

    private static bool IsUnchanged(int row, int column) =>
        ValueAt(row, column) != NoData && SameAs[ChangePair.BeforeAt(row, column)] == ChangePair.AfterAt(row, column);

    private static Dictionary<(int From, int To), (long Pixels, double SquareMetres)> Cells(Func<int, int, bool> counts) => AllPixels()
        .Where(at => ValueAt(at.Row, at.Column) != NoData && counts(at.Row, at.Column))
        .GroupBy(at => (ChangePair.BeforeAt(at.Row, at.Column), ChangePair.AfterAt(at.Row, at.Column)))
        .ToDictionary(group => group.Key, group => (group.LongCount(), group.Sum(at => Areas.Value[(at.Row * ChangePair.Width) + at.Column])));

    private static void AssertMatrix(Dictionary<(int From, int To), (long Pixels, double SquareMetres)> expected, JsonNode matrix)
    {
        Assert.Equal(ChangePair.Before, matrix["fromClasses"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.Equal(ChangePair.After, matrix["toClasses"]!.AsArray().Select(one => (string)one!["name"]!));
        for (var from = 0; from < ChangePair.Before.Length; from++)
        {
            for (var to = 0; to < ChangePair.After.Length; to++)
            {
                var cell = expected.GetValueOrDefault((from, to));
                Assert.Equal((Value((from, to)), cell.Pixels), ((int)matrix["values"]![from]![to]!, (long)matrix["pixels"]![from]![to]!));
                AssertArea(cell.SquareMetres, matrix["squareMetres"]![from]![to]!);
            }
        }

        AssertSum(expected.Where(cell => cell.Key.From == 1), matrix["fromClasses"]![1]!);
        AssertSum(expected.Where(cell => cell.Key.To == 1), matrix["toClasses"]![1]!);
        AssertSum(expected.Where(cell => SameAs[cell.Key.From] == cell.Key.To), matrix["unchanged"]!);
        AssertSum(expected.Where(cell => SameAs[cell.Key.From] != cell.Key.To), matrix["changed"]!);
    }

    private static void AssertSum(IEnumerable<KeyValuePair<(int From, int To), (long Pixels, double SquareMetres)>> cells, JsonNode found)
    {
        Assert.Equal(cells.Sum(cell => cell.Value.Pixels), (long)found["pixels"]!);
        AssertArea(cells.Sum(cell => cell.Value.SquareMetres), found["squareMetres"]!);
    }

    private static void AssertArea(double expected, JsonNode found) => Assert.InRange((double)found, expected * (1 - Precision), expected * (1 + Precision));

    private static string NameOf(JsonArray classes, int value) => (string)classes.Single(one => (int)one!["value"]! == value)!["name"]!;

    private static JsonObject Item(string id) => new() { ["itemId"] = id };

    private async Task<(JsonNode Job, CogFile Raster)> ChangeAsync(JsonObject body)
    {
        body["toItem"] = Item(pair.To);
        using var response = await Client.Http.PostAsJsonAsync($"api/v1/items/{pair.From}/change", body);
        Assert.True(response.StatusCode == HttpStatusCode.Accepted, await response.Content.ReadAsStringAsync());
        var job = await Client.FinishedAsync((string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!);
        Assert.True((string)job["status"]! == "succeeded", string.Join('\n', ServiceClient.Messages(job)));
        return (job, CogFile.Read(await Client.GetBytesAsync((string)job["result"]!["raster"]!)));
    }
}
