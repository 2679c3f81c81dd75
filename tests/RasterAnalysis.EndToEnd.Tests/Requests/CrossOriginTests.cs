using System.Net;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>Pages of other origins, as their browsers ask: both APIs answer alike, by the setting.</summary>
public sealed class CrossOriginTests(CrossOriginTests.ListedPages listed) : IClassFixture<CrossOriginTests.ListedPages>
{
    private const string Map = "https://maps.example.org";
    private const string Viewer = "http://localhost:8080";

    public static TheoryData<string> Paths => ["arcgis/rest/info?f=json", "arcgis/sharing/rest/portals/self?f=json", "arcgis/rest/nothing?f=json", "api/v1/items", "api/v1/items/none", "api/v1/nothing"];

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task A_listed_origin_is_echoed_with_credentials_in_errors_too(string path)
    {
        foreach (var origin in new[] { Map, Viewer })
        {
            using var response = await AskAsync(listed.Service, HttpMethod.Get, path, origin);

            Assert.Equal((origin, "true"), (Header(response, "Access-Control-Allow-Origin"), Header(response, "Access-Control-Allow-Credentials")));
            Assert.Equal(["Origin"], response.Headers.Vary);
            var exposed = Header(response, "Access-Control-Expose-Headers")!.Split(',');
            Assert.All(["Content-Range", "ETag", "Location", "Content-Disposition"], name => Assert.Contains(name, exposed));
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public async Task Another_origin_is_answered_without_leave(string path)
    {
        foreach (var origin in new[] { "https://maps.example.org.evil.example", "http://maps.example.org", "null", null })
        {
            using var response = await AskAsync(listed.Service, HttpMethod.Get, path, origin);

            Assert.Null(Header(response, "Access-Control-Allow-Origin"));
            Assert.Null(Header(response, "Access-Control-Allow-Credentials"));
            Assert.Equal(["Origin"], response.Headers.Vary);
        }
    }

    [Theory]
    [InlineData("arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/submitJob", "POST", "x-esri-authorization")]
    [InlineData("arcgis/sharing/rest/portals/self", "GET", "authorization")]
    [InlineData("api/v1/classify-pixels/jobs", "POST", "content-type")]
    [InlineData("api/v1/items/1/data", "GET", "if-none-match,range")]
    [InlineData("api/v1/items/1", "DELETE", "authorization")]
    public async Task A_preflight_gets_leave_for_method_and_headers(string path, string method, string headers)
    {
        using var allowed = await PreflightAsync(path, method, headers, Map);
        using var refused = await PreflightAsync(path, method, headers, "https://evil.example");

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (allowed.StatusCode, refused.StatusCode));
        Assert.Equal((Map, "true", method), (Header(allowed, "Access-Control-Allow-Origin"), Header(allowed, "Access-Control-Allow-Credentials"), Header(allowed, "Access-Control-Allow-Methods")));
        Assert.Equal(headers.Split(','), Header(allowed, "Access-Control-Allow-Headers")!.Split(','));
        Assert.Equal("86400", Header(allowed, "Access-Control-Max-Age"));
        Assert.DoesNotContain(refused.Headers, header => header.Key.StartsWith("Access-Control-", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_API_answers_its_own_origin_alone()
    {
        using var response = await AskAsync(listed.Service, HttpMethod.Get, "metrics", Map);

        Assert.Null(Header(response, "Access-Control-Allow-Origin"));
    }

    [Fact]
    public async Task A_star_lets_every_page_ask_without_credentials_beside_those_that_are_listed()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__Cors__Origins__0"] = "*";
        service.Settings["RasterAnalysis__Cors__Origins__1"] = Map;
        await service.StartAsync();
        foreach (var path in new[] { "arcgis/rest/info?f=json", "api/v1/jobs" })
        {
            using var any = await AskAsync(service, HttpMethod.Get, path, "https://else.example");
            using var known = await AskAsync(service, HttpMethod.Get, path, Map);

            Assert.Equal(("*", null), (Header(any, "Access-Control-Allow-Origin"), Header(any, "Access-Control-Allow-Credentials")));
            Assert.Equal((Map, "true"), (Header(known, "Access-Control-Allow-Origin"), Header(known, "Access-Control-Allow-Credentials")));
            Assert.Equal(["Origin"], any.Headers.Vary);
        }
    }

    private Task<HttpResponseMessage> PreflightAsync(string path, string method, string headers, string origin) => AskAsync(
        listed.Service, HttpMethod.Options, path, origin, ("Access-Control-Request-Method", method), ("Access-Control-Request-Headers", headers));

    private static Task<HttpResponseMessage> AskAsync(ServiceProcess service, HttpMethod method, string path, string? origin, params (string Name, string Value)[] headers)
    {
        var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in origin is null ? headers : [.. headers, ("Origin", origin)])
        {
            request.Headers.Add(name, value);
        }

        return service.Client.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    private static string? Header(HttpResponseMessage response, string name) => response.Headers.TryGetValues(name, out var values) ? string.Join(',', values) : null;

    /// <summary>A service that lists two origins, one of them in another spelling than browsers'.</summary>
    public sealed class ListedPages : IAsyncLifetime
    {
        public ServiceProcess Service { get; } = new();

        public async ValueTask InitializeAsync()
        {
            Service.Settings["RasterAnalysis__Cors__Origins__0"] = "HTTPS://Maps.example.org:443/";
            Service.Settings["RasterAnalysis__Cors__Origins__1"] = Viewer;
            await Service.StartAsync();
        }

        public ValueTask DisposeAsync() => Service.DisposeAsync();
    }
}
