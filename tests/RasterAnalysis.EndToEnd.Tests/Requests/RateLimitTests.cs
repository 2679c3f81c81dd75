using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.EndToEnd.Tests.Uploads;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>How often callers may ask, in both APIs, and what they are told of it.</summary>
public sealed partial class RateLimitTests : IAsyncDisposable
{
    private const string Tasks = "arcgis/rest/services/System/RasterAnalysisTools/GPServer";
    private const string AddItem = "arcgis/sharing/rest/content/users/admin/addItem?f=json";
    private readonly ServiceProcess _service = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private HttpClient Http => _service.Client.Http;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Fact]
    public async Task Every_answer_says_what_is_left_and_health_and_metrics_are_never_limited()
    {
        await StartAsync("Requests", 4);

        List<string> left = [];
        for (var i = 0; i < 4; i++)
        {
            using var answer = await Http.GetAsync(i % 2 == 0 ? "api/v1/items" : "api/v1/items/none", Cancellation);
            Assert.Equal(i % 2 == 0 ? HttpStatusCode.OK : HttpStatusCode.NotFound, answer.StatusCode);
            Assert.Equal("\"requests\";q=4;w=3600", Header(answer, "RateLimit-Policy"));
            left.Add(Header(answer, "RateLimit"));
        }

        Assert.Equal(["\"requests\";r=3;t=900", "\"requests\";r=2;t=1800", "\"requests\";r=1;t=2700", "\"requests\";r=0;t=3600"], left);
        using var refused = await Http.GetAsync("api/v1/items", Cancellation);
        await AssertProblemAsync(refused, "may make 4 requests at once, and as many again in 01:00:00 (RasterAnalysis__RateLimits__Requests)");
        Assert.Equal("\"requests\";r=0;t=3600", Header(refused, "RateLimit"));
        for (var i = 0; i < 10; i++)
        {
            foreach (var path in (string[])["healthz/live", "healthz/ready", "metrics"])
            {
                using var answer = await Http.GetAsync(path, Cancellation);
                Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
                Assert.False(answer.Headers.Contains("RateLimit"));
            }
        }
    }

    [Fact]
    public async Task Callers_of_one_address_leave_those_of_others_their_own()
    {
        await StartAsync("Requests", 1);
        using var other = new HttpClient(new SocketsHttpHandler { ConnectCallback = FromOtherAddressAsync }) { BaseAddress = Http.BaseAddress };

        HttpStatusCode[] answers = [await StatusAsync(Http), await StatusAsync(Http), await StatusAsync(other), await StatusAsync(other)];

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], answers);
    }

    [Fact]
    public async Task What_was_refused_is_answered_a_little_later()
    {
        await StartAsync("Requests", 1, "00:00:01");
        await Until.TrueAsync(async () => await StatusAsync(Http) == HttpStatusCode.OK, "the first answer");

        Assert.Equal(HttpStatusCode.TooManyRequests, await StatusAsync(Http));
        await Until.TrueAsync(async () => await StatusAsync(Http) == HttpStatusCode.OK, "the next answer");
    }

    [Fact]
    public async Task Submissions_of_both_faces_count_together()
    {
        _service.Settings["RasterAnalysis__Jobs__Run"] = "false";
        await StartAsync("Submissions", 2);
        var (raster, model) = await AddInputsAsync();
        var job = ServiceClient.Request(raster, model).ToJsonString();

        using var first = await PostAsync("api/v1/classify-pixels/jobs", job);
        using var second = await Http.GetAsync($"{Tasks}/ListDeepLearningModels/submitJob?f=json", Cancellation);
        using var native = await PostAsync("api/v1/classify-pixels/jobs", job);
        using var esri = await Http.GetAsync($"{Tasks}/ListDeepLearningModels/submitJob?f=pjson", Cancellation);
        using var list = await Http.GetAsync("api/v1/jobs", Cancellation);

        Assert.Equal((HttpStatusCode.Accepted, "\"submissions\";r=1;t=1800"), (first.StatusCode, Header(first, "RateLimit")));
        Assert.NotNull(JsonNode.Parse(await second.Content.ReadAsStringAsync(Cancellation))!["jobId"]);
        await AssertProblemAsync(native, "may make 2 submissions at once");
        await AssertErrorAsync(esri, HttpStatusCode.OK, "may make 2 submissions at once");
        Assert.Contains('\n', await esri.Content.ReadAsStringAsync(Cancellation)); // as f asked for it
        Assert.Equal(HttpStatusCode.OK, list.StatusCode);
        Assert.False(list.Headers.Contains("RateLimit"));
        Assert.Equal(2, JsonNode.Parse(await list.Content.ReadAsStringAsync(Cancellation))!.AsArray().Count);
    }

    [Fact]
    public async Task Pictures_are_refused_by_a_status_that_map_clients_look_at()
    {
        await StartAsync("Pictures", 5);
        var (raster, _) = await AddInputsAsync();
        var service = new Uri((string)(await _service.Client.GetAsync($"api/v1/items/{raster}"))["imageServer"]!).PathAndQuery.TrimStart('/');
        string[] pictures =
        [
            $"{service}/exportImage?bbox=0,0,64,64&size=32,32&f=image", $"{service}/tile/0/0/0", $"{service}/legend?f=json", $"arcgis/sharing/rest/content/items/{raster}/info/thumbnail/thumbnail.png",
        ];
        foreach (var picture in pictures.Prepend(pictures[0]))
        {
            using var answer = await Http.GetAsync(picture, Cancellation);
            Assert.True(answer.Headers.Contains("RateLimit"), picture);
            Assert.NotEqual(HttpStatusCode.TooManyRequests, answer.StatusCode);
        }

        foreach (var (picture, status) in pictures.Zip((int[])[429, 429, 200, 429]))
        {
            using var answer = await Http.GetAsync(picture, Cancellation);
            await AssertErrorAsync(answer, (HttpStatusCode)status, "may make 5 pictures at once");
        }

        using var plan = await PostAsync("api/v1/classify-pixels/plans", "{}");
        using var description = await Http.GetAsync($"{service}?f=json", Cancellation);
        await AssertProblemAsync(plan, "may make 5 pictures at once");
        Assert.Null(JsonNode.Parse(await description.Content.ReadAsStringAsync(Cancellation))!["error"]);
    }

    [Fact]
    public async Task Uploads_count_when_they_begin_and_pages_of_listed_origins_read_what_is_left()
    {
        const string Origin = "https://maps.example.org";
        _service.Settings["RasterAnalysis__Cors__Origins__0"] = Origin;
        await StartAsync("Uploads", 3);
        var content = TiffFile.Byte(64, 64, 1, (_, _, _) => 1);
        var tus = new TusClient(_service);

        var upload = await tus.CreateAsync(content.Length, "parts.tif");
        await tus.SendAsync(upload, 0, content[..100]);
        await tus.SendAsync(upload, 100, content[100..]);
        Assert.Equal(HttpStatusCode.Created, (await tus.FinishAsync(upload)).Status);
        Assert.Equal(HttpStatusCode.Created, (await _service.Client.TryAddAsync(content, "native.tif")).Status);
        using var esri = await Http.PostAsync(AddItem, Form(content), Cancellation);
        using var refused = await tus.SendAsync(HttpMethod.Post, "api/v1/uploads", ("Upload-Length", "10"), ("Upload-Metadata", TusClient.Metadata(("filename", "a.tif"))), ("Origin", Origin));
        using var again = await Http.PostAsync(AddItem, Form(content), Cancellation);

        Assert.True((bool)JsonNode.Parse(await esri.Content.ReadAsStringAsync(Cancellation))!["success"]!);
        await AssertProblemAsync(refused, "may make 3 uploads at once");
        await AssertErrorAsync(again, HttpStatusCode.OK, "may make 3 uploads at once");
        Assert.Equal(Origin, Header(refused, "Access-Control-Allow-Origin"));
        string[] exposed = Header(refused, "Access-Control-Expose-Headers").Split(',', StringSplitOptions.TrimEntries);
        Assert.Superset(new HashSet<string> { "RateLimit", "RateLimit-Policy", "Retry-After" }, exposed.ToHashSet());
        Assert.Equal(3, (await _service.Client.GetAsync("api/v1/items")).AsArray().Count);
    }

    [Fact]
    public async Task A_kind_that_is_limited_by_itself_counts_among_the_requests_too()
    {
        _service.Settings["RasterAnalysis__RateLimits__Pictures__Permits"] = "10";
        _service.Settings["RasterAnalysis__RateLimits__Pictures__Window"] = "00:00:10";
        await StartAsync("Requests", 2);

        using var plan = await PostAsync("api/v1/classify-pixels/plans", "{}");
        using var second = await PostAsync("api/v1/classify-pixels/plans", "{}");
        using var third = await PostAsync("api/v1/classify-pixels/plans", "{}");

        Assert.Equal(HttpStatusCode.BadRequest, plan.StatusCode);
        Assert.Equal("\"requests\";q=2;w=3600, \"pictures\";q=10;w=10", Header(plan, "RateLimit-Policy"));
        Assert.Matches("^\"requests\";r=1;t=1800, \"pictures\";r=9;t=1$", Header(plan, "RateLimit"));
        await AssertProblemAsync(third, "may make 2 requests at once");
    }

    [Fact]
    public async Task Settings_that_cannot_be_used_refuse_the_start_and_are_all_named()
    {
        _service.Settings["RasterAnalysis__RateLimits__Requests__Permits"] = "many";
        _service.Settings["RasterAnalysis__RateLimits__Uploads__Permits"] = "-1";
        _service.Settings["RasterAnalysis__RateLimits__Uploads__Window"] = "00:00:00";
        _service.Settings["RasterAnalysis__RateLimits__Tiles__Permits"] = "5";

        var (exitCode, said) = await _service.RefusedAsync();

        Assert.Equal(78, exitCode);
        Assert.Contains("RasterAnalysis__RateLimits__Requests__Permits: is 'many'; it must be a whole number from 1 to 1000000, or 0 for no limit.", said, StringComparison.Ordinal);
        Assert.Contains("RasterAnalysis__RateLimits__Uploads__Permits: is '-1'", said, StringComparison.Ordinal);
        Assert.Contains("RasterAnalysis__RateLimits__Uploads__Window: is '00:00:00'", said, StringComparison.Ordinal);
        Assert.Contains("RasterAnalysis__RateLimits__Tiles: is not known; what can be limited is Requests, Uploads, Pictures, Submissions.", said, StringComparison.Ordinal);
    }

    private static async ValueTask<Stream> FromOtherAddressAsync(SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Parse("127.0.0.2"), 0));
        await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient client)
    {
        using var answer = await client.GetAsync("api/v1/items", Cancellation);
        return answer.StatusCode;
    }

    private static string Header(HttpResponseMessage answer, string name) => Assert.Single(answer.Headers.GetValues(name));

    private static async Task AssertProblemAsync(HttpResponseMessage answer, string text)
    {
        Assert.Equal((HttpStatusCode.TooManyRequests, "application/problem+json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        AssertRetryAfter(answer, text);
        var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!;
        Assert.Equal((429, "rate-limit", "address"), ((int)problem["status"]!, (string)problem["code"]!, (string)problem["errors"]![0]!["field"]!));
        Assert.Contains(text, (string)problem["detail"]!, StringComparison.Ordinal);
    }

    private static async Task AssertErrorAsync(HttpResponseMessage answer, HttpStatusCode status, string text)
    {
        Assert.Equal((status, "application/json"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        AssertRetryAfter(answer, text);
        var error = JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancellation))!["error"]!;
        Assert.Equal(429, (int)error["code"]!);
        Assert.Contains($"One address {text}", (string)error["details"]![0]!, StringComparison.Ordinal);
    }

    /// <summary>The next permit of so many in an hour.</summary>
    private static void AssertRetryAfter(HttpResponseMessage answer, string text)
    {
        var permits = int.Parse(Count().Match(text).Value, CultureInfo.InvariantCulture);
        Assert.InRange(answer.Headers.RetryAfter!.Delta!.Value, TimeSpan.FromSeconds(1), TimeSpan.FromHours(1) / permits);
    }

    private static MultipartFormDataContent Form(byte[] content) => new() { { new ByteArrayContent(content), "file", "esri.tif" } };

    private Task<HttpResponseMessage> PostAsync(string path, string json) => Http.PostAsync(path, new StringContent(json, null, "application/json"), Cancellation);

    private Task StartAsync(string kind, int permits, string window = "01:00:00")
    {
        _service.Settings[$"RasterAnalysis__RateLimits__{kind}__Permits"] = permits.ToString(CultureInfo.InvariantCulture);
        _service.Settings[$"RasterAnalysis__RateLimits__{kind}__Window"] = window;
        return _service.StartAsync();
    }

    private async Task<(string Raster, string Model)> AddInputsAsync() => (
        (string)(await _service.Client.AddAsync(TiffFile.Byte(64, 64, 1, (_, row, _) => (byte)(row % 3)), "input.tif"))["id"]!,
        (string)(await _service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3)), "model.dlpk"))["id"]!);

    [GeneratedRegex("[0-9]+")]
    private static partial Regex Count();
}
