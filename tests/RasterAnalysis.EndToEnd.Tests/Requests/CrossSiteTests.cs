using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>Pages of other origins change nothing, unless the operator lists them; programs, which are no pages, are not asked where they come from.</summary>
public sealed class CrossSiteTests(CrossSiteTests.UsedService used) : IClassFixture<CrossSiteTests.UsedService>
{
    private const string Viewer = "https://viewer.example.org";
    private readonly ServiceProcess _service = used.Process;
    private readonly string _item = used.Item;
    private readonly string _model = used.Model;
    private readonly string _job = used.Job;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>How a browser says that a page of another origin asks: today's, one of another port of the same host, and older ones.</summary>
    public static TheoryData<string, string> OtherPages => new()
    {
        { "Sec-Fetch-Site", "cross-site" },
        { "Sec-Fetch-Site", "same-site" },
        { "Origin", "https://holidays.example" },
        { "Origin", "null" },
        { "Origin", "http://127.0.0.1:1" },
        { "Referer", "https://holidays.example/beach.html" },
    };

    [Theory]
    [MemberData(nameof(OtherPages))]
    public async Task Nothing_changes_at_the_request_of_another_page(string header, string value)
    {
        var before = await StateAsync();
        foreach (var (method, path, body) in Changes())
        {
            using var response = await AskAsync(method, path, body, (header, value));
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            var isArcGis = path.StartsWith("arcgis", StringComparison.Ordinal);
            Assert.True(response.StatusCode == (isArcGis ? HttpStatusCode.OK : HttpStatusCode.Forbidden), $"{method} {path}: {response.StatusCode} {text}");
            Assert.Contains("Origin", text, StringComparison.Ordinal);
            Assert.Contains("RasterAnalysis__Cors__Origins", text, StringComparison.Ordinal);
            Assert.Contains(isArcGis ? "\"error\":{\"code\":400" : "\"code\":\"cross-site\"", text.Replace(" ", "", StringComparison.Ordinal).Replace("\n", "", StringComparison.Ordinal), StringComparison.Ordinal);
        }

        Assert.Equal(before, await StateAsync());
    }

    [Fact]
    public async Task Reading_is_not_asked_where_it_comes_from()
    {
        foreach (var path in new[] { "api/v1/items", $"api/v1/items/{_item}", "arcgis/rest/services?f=json", "arcgis/sharing/rest/search?f=json&q=own" })
        {
            using var response = await AskAsync(HttpMethod.Get, path, null, ("Sec-Fetch-Site", "cross-site"));
            Assert.Equal(HttpStatusCode.OK, response.StatusCode);
            Assert.DoesNotContain("\"error\"", await response.Content.ReadAsStringAsync(Cancellation), StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("Sec-Fetch-Site", "same-origin")]
    [InlineData("Sec-Fetch-Site", "none")]
    [InlineData("Origin", Viewer)]
    [InlineData("Origin", "own")]
    [InlineData("Referer", "own")]
    [InlineData("Referer", "@esri/arcgis-rest-js")]
    [InlineData("User-Agent", "curl/8.0")]
    public async Task The_page_itself_listed_pages_and_programs_may(string header, string value)
    {
        var own = _service.Client.Http.BaseAddress!.GetLeftPart(UriPartial.Authority);
        value = value != "own" ? value : header == "Origin" ? own : $"{own}/#/history";

        using var cancelled = await AskAsync(HttpMethod.Post, $"api/v1/jobs/{_job}/cancel", null, (header, value));
        using var folder = await AskAsync(HttpMethod.Post, $"arcgis/sharing/rest/content/users/admin/createFolder?f=json&title={Guid.NewGuid():N}", null, (header, value));

        Assert.Equal(HttpStatusCode.Accepted, cancelled.StatusCode);
        Assert.True((bool)(await folder.Content.ReadFromJsonAsync<JsonNode>(Cancellation))!["success"]!);
    }

    [Fact]
    public Task In_Chromium_a_page_of_another_origin_changes_nothing()
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; pages of other origins are NOT tested here.");
        return NodeScript.RunAsync("browser/cross-site", new Dictionary<string, string>
        {
            ["SERVICE"] = _service.Client.Http.BaseAddress!.AbsoluteUri, ["ITEM"] = _item, ["MODEL"] = _model, ["JOB"] = _job,
        });
    }

    private IEnumerable<(HttpMethod Method, string Path, HttpContent? Body)> Changes()
    {
        var request = ServiceClient.Request(_item, _model).ToJsonString();
        var form = $"f=json&inputRaster={Uri.EscapeDataString($$"""{"itemId":"{{_item}}"}""")}&model={Uri.EscapeDataString($$"""{"itemId":"{{_model}}"}""")}";
        const string Task = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning";
        const string User = "arcgis/sharing/rest/content/users/admin";
        yield return (HttpMethod.Delete, $"api/v1/items/{_item}", null);
        yield return (HttpMethod.Post, "api/v1/items", new MultipartFormDataContent { { new ByteArrayContent(TiffFile.Byte(9, 9, 1, (_, _, _) => 1)), "file", "theirs.tif" } });
        yield return (HttpMethod.Post, "api/v1/uploads", null);
        yield return (HttpMethod.Post, "api/v1/classify-pixels/jobs", new StringContent(request, Encoding.UTF8, "application/json"));
        yield return (HttpMethod.Post, $"api/v1/jobs/{_job}/cancel", null);
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Post })
        {
            yield return (method, $"{Task}/submitJob?{form}", null);
            yield return (method, $"{Task}/jobs/{_job}/cancel?f=json", null);
            yield return (method, $"{User}/items/{_item}/delete?f=json", null);
            yield return (method, $"{User}/items/{_item}/update?f=json&title=Theirs", null);
            yield return (method, $"{User}/items/{_item}/move?f=json&folder=/", null);
            yield return (method, $"{User}/createFolder?f=json&title=Theirs", null);
            yield return (method, $"{User}/{new string('a', 32)}/delete?f=json", null);
            yield return (method, $"{User}/createService?f=json&createParameters={Uri.EscapeDataString("""{"name":"Theirs"}""")}&outputType=imageService", null);
        }

        yield return (HttpMethod.Post, $"{User}/addItem?f=json", new MultipartFormDataContent { { new ByteArrayContent(TiffFile.Byte(9, 9, 1, (_, _, _) => 1)), "file", "theirs.tif" } });
    }

    private async Task<string> StateAsync() => string.Join('\n', await Task.WhenAll(
        new[] { "api/v1/items?take=1000", "api/v1/jobs?take=1000", "arcgis/sharing/rest/content/users/admin?f=json" }.Select(path => _service.Client.Http.GetStringAsync(path, Cancellation))));

    private async Task<HttpResponseMessage> AskAsync(HttpMethod method, string path, HttpContent? body, (string Name, string Value) header)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.TryAddWithoutValidation(header.Name, header.Value);
        return await _service.Client.Http.SendAsync(request, Cancellation);
    }

    /// <summary>A service with a raster, a model and a job that is over; it lists one origin.</summary>
    public sealed class UsedService : IAsyncLifetime
    {
        public ServiceProcess Process { get; } = new();

        public string Item { get; private set; } = "";

        public string Model { get; private set; } = "";

        public string Job { get; private set; } = "";

        public async ValueTask InitializeAsync()
        {
            Process.Settings["RasterAnalysis__Cors__Origins__0"] = Viewer;
            await Process.StartAsync();
            Item = (string)(await Process.Client.AddAsync(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)((row + column) % 3)), "own.tif"))["id"]!;
            Model = (string)(await Process.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "own.dlpk"))["id"]!;
            Job = (string)(await Process.Client.FinishedAsync(await Process.Client.SubmitAsync(ServiceClient.Request(Item, Model))))["id"]!;
        }

        public ValueTask DisposeAsync() => Process.DisposeAsync();
    }
}
