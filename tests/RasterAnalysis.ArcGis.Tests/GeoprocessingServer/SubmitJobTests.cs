using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.GeoprocessingServer;

public sealed partial class SubmitJobTests : HostedTest
{
    private const string Submit = $"{ArcGisHost.Task}/submitJob";
    private const string Input = $$"""{"itemId":"{{Some.OrthoId}}"}""";
    private const string Model = $$"""{"itemId":"{{Some.ModelId}}"}""";

    [Fact]
    public async Task Submit_stores_and_queues_a_job()
    {
        var answer = await Host.PostJsonAsync(Submit, ("f", "json"), ("inputRaster", Input), ("model", Model));
        var job = Assert.Single(Host.Jobs.All);
        Assert.Matches(JobId(), job.Id);
        EsriAssert.Json($$"""{"jobId":"{{job.Id}}","jobStatus":"esriJobSubmitted"}""", answer);
        Assert.Equal([job.Id], Host.Queue.Queued);
        Assert.Equal("admin", job.Owner);
    }

    [Fact]
    public async Task Submit_by_get_does_the_same()
    {
        var query = $"f=json&inputRaster={Uri.EscapeDataString(Input)}&model={Uri.EscapeDataString(Model)}&outputClassifiedRaster=Trees";
        Assert.Equal("esriJobSubmitted", (string?)(await Host.GetJsonAsync($"{Submit}?{query}"))["jobStatus"]);
        Assert.Equal("Trees", Assert.Single(Host.Jobs.All).OutputName);
    }

    [Fact]
    public async Task Submit_takes_names_in_any_case_and_relaxed_JSON()
    {
        await Host.PostJsonAsync(
            Submit,
            ("F", "json"), ("INPUTRASTER", $"{{itemId:'{Some.OrthoId}'}}"), ("Model", $"{{itemId: \"{Some.ModelId}\",}}"),
            ("ModelArguments", "{padding: '56', predict_background: True}"), ("outputClassifedRaster", "{serviceProperties:{name:'Land cover 1'}}"));
        var job = Assert.Single(Host.Jobs.All);
        Assert.Equal("Land_cover_1", job.OutputName);
        EsriAssert.Json(
            $$$"""
            {"inputRaster":{"itemId":"{{{Some.OrthoId}}}"},"outputClassifiedRaster":{"serviceProperties":{"name":"Land cover 1"}},
             "model":{"itemId":"{{{Some.ModelId}}}"},"modelArguments":{"padding":"56","predict_background":true}}
            """,
            JsonNode.Parse(job.Inputs));
    }

    [Fact]
    public async Task Submit_takes_blanks_for_unset()
    {
        var jobId = await Host.SubmitAsync(
            ("modelArguments", ""), ("context", " "), ("processAllRasterItems", "#"), ("outputClassifiedRaster", "{}"), ("env:outSR", ""), ("token", ""));
        var job = await Host.GetJsonAsync($"{ArcGisHost.Task}/jobs/{jobId}?f=json");
        EsriAssert.Json("""{"inputRaster":{"paramUrl":"inputs/inputRaster"},"model":{"paramUrl":"inputs/model"}}""", job["inputs"]);
        EsriAssert.Json("""[{"type":"esriJobMessageTypeInformative","description":"Submitted."}]""", job["messages"]);
    }

    [Fact]
    public async Task Submit_finds_an_own_image_service_by_address_whatever_the_host_is_called()
    {
        var url = Host.AddressOf($"{ArcGisHost.Ortho}?token=secret");
        await Host.PostJsonAsync(Submit, ("f", "json"), ("inputRaster", $$"""{"url":"{{url}}"}"""), ("model", Model));
        Assert.Contains(Some.Ortho.DataPath, Assert.Single(Host.Jobs.All).Request, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_stores_tokens_nowhere()
    {
        var url = Host.AddressOf($"{ArcGisHost.Ortho}?token=SECRET1");
        var jobId = await Host.SubmitAsync(
            ("inputRaster", $"{{url:'{url}',serviceToken:'SECRET2'}}"), ("context", "{snapRaster:{itemId:'" + Some.OrthoId + "',token:'SECRET3'}}"), ("token", "SECRET4"));
        var job = Assert.Single(Host.Jobs.All);
        Assert.DoesNotContain("SECRET", job.Inputs + job.Request, StringComparison.Ordinal);
        var shown = await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.Task}/jobs/{jobId}/inputs?f=json"));
        Assert.DoesNotContain("SECRET", shown, StringComparison.Ordinal);
        Assert.Contains("token=***", shown, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Submit_lists_all_of_several_faults()
    {
        var details = EsriAssert.Details(await Host.PostJsonAsync(
            Submit, ("f", "json"), ("model", "{"), ("processAllRasterItems", "maybe"), ("context", """{"extent":{"xmin":0},"processorType":"TPU"}""")));
        Assert.Equal(
            ["inputRaster", "model", "context.extent.ymin", "context.extent.xmax", "context.extent.ymax", "context.processorType", "processAllRasterItems"],
            details.Select(detail => detail.Split(':')[0]));
        Assert.Empty(Host.Jobs.All);
    }

    [Fact]
    public async Task Submit_of_a_taken_name_says_which_is_free() => EsriAssert.Error(
        400,
        await Host.PostJsonAsync(Submit, ("f", "json"), ("inputRaster", Input), ("model", Model), ("outputClassifiedRaster", "landcover")),
        "outputClassifiedRaster: The name 'landcover' is taken; 'landcover_1' is free.");

    [Fact]
    public async Task A_duplicate_key_in_JSON_is_the_clients_fault()
    {
        var answer = await Host.PostJsonAsync(Submit, ("f", "json"), ("inputRaster", """{"itemId":"a","itemId":"b"}"""), ("model", Model));
        Assert.Equal(400, (int?)answer["error"]?["code"]);
    }

    [Theory]
    [InlineData("https://elsewhere.example/rest/services/Hosted/Cover/ImageServer?token=SECRET", 1)]
    [InlineData("http://host/arcgis/rest/services/Hosted/Cover/ImageServer", 0)]
    [InlineData("", 0)]
    public async Task Submit_for_a_service_elsewhere_says_that_the_result_is_here(string serviceUrl, int warnings)
    {
        var url = serviceUrl.Replace("http://host", Host.Client.BaseAddress!.GetLeftPart(UriPartial.Authority), StringComparison.Ordinal);
        var jobId = await Host.SubmitAsync(("outputClassifiedRaster", $$$"""{"serviceProperties":{"name":"Cover","serviceUrl":"{{{url}}}"},"itemProperties":{"itemId":""}}"""));
        var job = await Host.GetJsonAsync($"{ArcGisHost.Task}/jobs/{jobId}?f=json");
        var said = job["messages"]!.AsArray().Where(message => (string?)message!["type"] == "esriJobMessageTypeWarning").Select(message => (string)message!["description"]!).ToArray();
        Assert.Equal(warnings, said.Length);
        Assert.All(said, text => Assert.Equal(
            "The result is published by this service; nothing is written to https://elsewhere.example/rest/services/Hosted/Cover/ImageServer?token=***.", text));
        Assert.Equal("Cover", Assert.Single(Host.Jobs.All).OutputName);
    }

    [Fact]
    public async Task Multipart_and_query_together_are_one_request()
    {
        using var form = new MultipartFormDataContent { { new StringContent(Input), "INPUTRASTER" }, { new StringContent("json"), "f" } };
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf($"{Submit}/?f=html&model={Uri.EscapeDataString(Model)}&inputRaster=x")) { Content = form };
        Assert.Equal("esriJobSubmitted", (string?)(await Host.JsonAsync(await Host.SendAsync(message)))["jobStatus"]);
    }

    [GeneratedRegex(@"\Aj[0-9a-f]{32}\z")]
    private static partial Regex JobId();
}
