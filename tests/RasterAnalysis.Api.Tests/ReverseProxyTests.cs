using System.Net;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.Api.Tests;

/// <summary>Behind a proxy that ends TLS, as <c>docs/operations/deploying.md</c> sets it up.</summary>
public sealed class ReverseProxyTests(ApiHost host) : IClassFixture<ApiHost>
{
    [Theory]
    [InlineData(true, "https://maps.example.org")]
    [InlineData(false, "http://maps.example.org")]
    public async Task Addresses_are_the_proxys_where_it_is_trusted(bool isTrusted, string expected)
    {
        using var proxied = Proxied(isTrusted);
        using var http = proxied.CreateClient();

        var answer = await SendAsync(http, "/arcgis/sharing/rest/portals/self?f=json", "10.1.2.3");

        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1", HttpStatusCode.OK)]
    [InlineData("10.1.2.3", HttpStatusCode.Unauthorized)]
    public async Task The_queues_page_is_shown_to_this_machine_alone(string client, HttpStatusCode status)
    {
        using var proxied = Proxied(isTrusted: true);
        using var http = proxied.CreateClient();

        Assert.Equal(status, (await SendAsync(http, "/hangfire", client)).StatusCode);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_proxy_is_refused_until_somebody_says_who_may_come_in(bool isTrusted)
    {
        using var proxied = Proxied(isTrusted, mode: "");
        using var http = proxied.CreateClient();

        var answer = await SendAsync(http, "/api/v1/items", "10.1.2.3");

        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        Assert.Contains("RasterAnalysis__SignIn__Mode", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_queues_page_changes_nothing()
    {
        using var proxied = Proxied(isTrusted: true);
        using var http = proxied.CreateClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/hangfire/jobs/enqueued/delete") { Content = new FormUrlEncodedContent([KeyValuePair.Create("jobs[]", "1")]) };
        request.Headers.Add("X-Forwarded-For", "127.0.0.1");

        using var response = await http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.False(response.IsSuccessStatusCode, $"{response.StatusCode}");
    }

    [Theory]
    [InlineData("127.0.0.1", "https://maps.example.org")]
    [InlineData("127.0.0.0/8", "https://maps.example.org")]
    [InlineData("10.0.0.0/8", "http://maps.example.org")]
    public async Task Only_listed_proxies_are_believed(string proxy, string expected)
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__Proxies__0"] = proxy;
        service.Settings["RasterAnalysis__SignIn__Mode"] = "None";
        service.Settings["RasterAnalysis__AllowedHostNames__0"] = "maps.example.org";
        service.Settings["RasterAnalysis__AllowedHostNames__1"] = "127.0.0.1";
        await service.StartAsync();

        var answer = await SendAsync(service.Client.Http, "/arcgis/sharing/rest/portals/self?f=json", "10.1.2.3");

        Assert.Contains(expected, await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("proxy.example.org", "false")]
    [InlineData("127.0.0.1", "true")]
    public async Task Proxies_that_cannot_be_told_apart_refuse_the_start(string proxy, string everybody)
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__Proxies__0"] = proxy;
        service.Settings["ASPNETCORE_FORWARDEDHEADERS_ENABLED"] = everybody;

        var (code, said) = await service.RefusedAsync();

        Assert.Equal(78, code);
        Assert.Contains("RasterAnalysis__Proxies__0", said, StringComparison.Ordinal);
    }

    // a folder of its own: the program gives its data folder back a moment after its host is disposed
    private WebApplicationFactory<Program> Proxied(bool isTrusted, string mode = "None") =>
        host.WithWebHostBuilder(builder => builder.UseSetting("RasterAnalysis:DataRoot", host.NewFolder())
            .UseSetting("FORWARDEDHEADERS_ENABLED", isTrusted ? "true" : "false").UseSetting("RasterAnalysis:AllowedHostNames:0", "maps.example.org")
            .UseSetting("RasterAnalysis:SignIn:Mode", mode));

    private static async Task<HttpResponseMessage> SendAsync(HttpClient http, string path, string client)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "maps.example.org";
        request.Headers.Add("X-Forwarded-Proto", "https");
        request.Headers.Add("X-Forwarded-For", client);
        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
