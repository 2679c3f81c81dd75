using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Tools.ModelTasks;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.GeoprocessingServer;

/// <summary>Every operation of the geoprocessing service answers what it cannot take with the error envelope: no page, no stack trace, no other status.</summary>
/// <remarks>One host for all: none of these requests leaves anything behind.</remarks>
public sealed class MalformedRequestTests(SharedHost shared) : IClassFixture<SharedHost>
{
    private const string NoJob = "jffffffffffffffffffffffffffffffff";

    private ArcGisHost Host => shared.Host;

    private static readonly string[] TaskNames = ["ClassifyPixelsUsingDeepLearning", .. ModelTaskNames.All];

    public static TheoryData<string> Operations => [.. Paths("")];

    public static TheoryData<string> UnknownJobs => [.. TaskNames.SelectMany(task => new[] { "", "/cancel", "/results", "/results/x", "/inputs", "/inputs/x" }.Select(rest => $"/{task}/jobs/{NoJob}{rest}"))];

    public static TheoryData<string, string, string, string> Submissions
    {
        get
        {
            var table = new TheoryData<string, string, string, string>();
            foreach (var (task, parameter) in ((string, string)[])[("ClassifyPixelsUsingDeepLearning", "inputRaster"), ("ClassifyPixelsUsingDeepLearning", "model"),
                (ModelTaskNames.QueryInfo, "model"), (ModelTaskNames.Install, "modelPackage"), (ModelTaskNames.Uninstall, "modelItemId")])
            {
                foreach (var value in (string[])["", "{", "[]", "[1]", "{}", "null", "{\"itemId\":", "{\"itemId\":7}", "{\"itemId\":{}}", "{\"url\":\"file:///etc/passwd\"}",
                    "{\"url\":\"http://127.0.0.1:1/x.dlpk\"}", "{\"uri\":\"/rasterStores/../x.dlpk\"}", "{\"uri\":\"\\\\\\\\server\\\\share\\\\x.emd\"}", "{\"itemIds\":[\"a\"]}",
                    "{\"other\":1}", "../../etc/passwd", "{\"a\":1}{\"b\":2}"])
                {
                    table.Add(task, parameter, value, parameter);
                }
            }

            foreach (var (parameter, value, named) in ((string, string, string)[])
                [("modelArguments", "[1]", "modelArguments"), ("modelArguments", "padding 56;batch_size 4", "modelArguments"), ("modelArguments", "{\"padding\":\"-1\"}", "modelArguments.padding"),
                 ("modelArguments", "{\"padding\":{}}", "modelArguments.padding"), ("outputClassifiedRaster", "{\"serviceProperties\":{\"name\":\"***\"}}", "outputClassifiedRaster"),
                 ("outputClassifiedRaster", "{\"uri\":\"/rasterStores/store/out.crf\"}", "outputClassifiedRaster.uri"), ("outputClassifedRaster", "{", "outputClassifiedRaster"),
                 ("processAllRasterItems", "perhaps", "processAllRasterItems"), ("context", "[]", "context"), ("context", "{", "context"), ("context", "{\"extent\":7}", "context.extent"),
                 ("context", "{\"cellSize\":{\"factor\":2}}", "context.cellSize.factor"), ("context", "{\"outSR\":{\"wkid\":\"x\"}}", "context.outSR"),
                 ("context", "{\"mask\":{\"rings\":7}}", "context.mask"), ("context", "{\"snapRaster\":{\"url\":\"ftp://x/y\"}}", "context.snapRaster"),
                 ("context", "{\"resamplingMethod\":\"best\"}", "context.resamplingMethod"), ("context", "{\"processorType\":\"QPU\"}", "context.processorType"),
                 ("context", "{\"recycleProcessingWorkers\":-1}", "context.recycleProcessingWorkers"), ("context", "{\"retryOnFailures\":\"many\"}", "context.retryOnFailures")])
            {
                table.Add("ClassifyPixelsUsingDeepLearning", parameter, value, named);
            }

            return table;
        }
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task An_unknown_format_is_the_envelope(string path) =>
        EsriAssert.Error(400, await Host.GetJsonAsync($"{ArcGisHost.Toolbox}{path}?f=kmz"), "f: must be json, pjson or html.");

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_hostile_callback_is_the_envelope_as_plain_JSON(string path) =>
        Assert.Equal(400, (int?)(await Host.GetJsonAsync($"{ArcGisHost.Toolbox}{path}?f=json&callback=alert(1)"))["error"]?["code"]);

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task A_body_of_JSON_is_the_envelope(string path)
    {
        using var content = new StringContent("""{"f":"json"}""", Encoding.UTF8, "application/json");
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf(ArcGisHost.Toolbox + path)) { Content = content };
        Assert.Equal(400, (int?)(await Host.JsonAsync(await Host.SendAsync(message)))["error"]?["code"]);
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task Another_method_is_the_envelope(string path)
    {
        using var message = new HttpRequestMessage(HttpMethod.Delete, Host.AddressOf(ArcGisHost.Toolbox + path));
        EsriAssert.Error(400, await Host.JsonAsync(await Host.SendAsync(message)), "method: DELETE is not taken here; use GET or POST.");
    }

    [Theory]
    [MemberData(nameof(Operations))]
    public async Task What_is_not_there_is_the_envelope(string path) =>
        Assert.NotNull((await Host.GetJsonAsync($"{ArcGisHost.Toolbox}{path}/no/such/thing?f=json"))["error"]);

    [Theory]
    [MemberData(nameof(UnknownJobs))]
    public async Task An_unknown_job_is_the_envelope(string path)
    {
        var expected = $$$"""{"error":{"code":400,"message":"There is no job '{{{NoJob}}}'.","details":[]}}""";
        EsriAssert.Json(expected, await Host.GetJsonAsync($"{ArcGisHost.Toolbox}{path}?f=json"));
        EsriAssert.Json(expected, await Host.PostJsonAsync($"{ArcGisHost.Toolbox}{path}/", ("f", "json")));
    }

    [Theory]
    [MemberData(nameof(Submissions))]
    public async Task A_malformed_submission_names_the_field_and_stores_nothing(string task, string parameter, string value, string field)
    {
        (string, string)[] form = [("f", "json"), (parameter, value), ("inputRaster", $$"""{"itemId":"{{Some.OrthoId}}"}"""), ("model", $$"""{"itemId":"{{Some.ModelId}}"}""")];
        var answer = await Host.PostJsonAsync($"{ArcGisHost.TaskPath(task)}/submitJob", [.. form.DistinctBy(pair => pair.Item1)]);

        Assert.Equal(400, (int?)answer["error"]?["code"]);
        Assert.IsType<JsonArray>(answer["error"]!["details"]);
        Assert.Contains(EsriAssert.Details(answer), detail => detail.StartsWith(field, StringComparison.Ordinal));
        Assert.Empty(Host.Jobs.All);
        Assert.Empty(Host.Queue.Queued);
        Assert.Empty(Host.Queue.QueuedModelTasks);
    }

    [Fact]
    public async Task An_error_as_a_page_is_readable_and_encoded()
    {
        var page = await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.Toolbox}/%3Cscript%3E?f=html"));
        Assert.StartsWith("<!DOCTYPE html>", page, StringComparison.Ordinal);
        Assert.Contains("There is no task &#x27;&lt;script&gt;&#x27;.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Paths(string root) => TaskNames.SelectMany(task =>
        new[] { "", "/submitJob", "/execute", $"/jobs/{NoJob}", $"/jobs/{NoJob}/cancel", $"/jobs/{NoJob}/results", $"/jobs/{NoJob}/results/x", $"/jobs/{NoJob}/inputs", $"/jobs/{NoJob}/inputs/x" }
            .Select(rest => $"/{task}{rest}")).Prepend(root);
}
