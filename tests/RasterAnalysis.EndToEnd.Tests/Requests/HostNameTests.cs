using System.Net.Sockets;
using System.Text;
using RasterAnalysis.EndToEnd.Tests.Service;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>Under which names the service answers, asked as no well-behaved client would: by the bare protocol.</summary>
public sealed class HostNameTests(SharedService shared)
{
    [Theory]
    [InlineData("/api/v1/items", "evil.example")]
    [InlineData("/arcgis/sharing/rest/portals/self?f=json", "evil.example")]
    [InlineData("/arcgis/sharing/rest/portals/self?f=json", "")]
    [InlineData("/swagger/v1/swagger.json", "10.1.2.3:5000")]
    [InlineData("/hangfire", "localhost.evil.example")]
    [InlineData("/healthz/live", "evil.example")]
    public async Task Another_name_is_refused_and_written_into_nothing(string path, string host)
    {
        var answer = await AskAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");

        Assert.StartsWith("HTTP/1.1 400", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"host-name\"", answer, StringComparison.Ordinal);
        Assert.DoesNotContain($"http://{(host.Length > 0 ? host : "/")}", answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/healthz/live", "10.1.2.3:8080")]
    [InlineData("/healthz/ready", "[fd00::7]:8080")]
    [InlineData("/metrics", "10.1.2.3")]
    [InlineData("/api/v1/items", "localhost")]
    [InlineData("/api/v1/items", "127.0.0.1:80")]
    public async Task Probes_by_address_and_loopback_are_answered(string path, string host) => Assert.StartsWith(
        "HTTP/1.1 200", await AskAsync($"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"), StringComparison.Ordinal);

    [Theory]
    [InlineData("/api/v1/classify-pixels/jobs", "application/json")]
    [InlineData("/api/v1/imagery-layers", "application/json")]
    [InlineData("/api/v1/items", "Content-Type")]
    public async Task A_body_that_does_not_say_what_it_is_is_refused(string path, string expected)
    {
        var answer = await AskAsync($"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{{}}");

        Assert.StartsWith("HTTP/1.1 415", answer, StringComparison.Ordinal);
        Assert.Contains("\"code\":\"unsupported-media-type\"", answer, StringComparison.Ordinal);
        Assert.Contains(expected, answer, StringComparison.Ordinal);
    }

    private async Task<string> AskAsync(string request)
    {
        using var connection = new TcpClient();
        await connection.ConnectAsync(shared.Client.Http.BaseAddress!.Host, shared.Client.Http.BaseAddress.Port, TestContext.Current.CancellationToken);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(request), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }
}
