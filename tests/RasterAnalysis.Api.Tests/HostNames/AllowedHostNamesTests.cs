using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;
using RasterAnalysis.Api.HostNames;

namespace RasterAnalysis.Api.Tests.HostNames;

public sealed class AllowedHostNamesTests
{
    [Theory]
    [InlineData("localhost:5000", true)]
    [InlineData("LOCALHOST", true)]
    [InlineData("map.localhost", true)]
    [InlineData("127.0.0.1:5000", true)]
    [InlineData("127.8.9.10", true)]
    [InlineData("[::1]:5000", true)]
    [InlineData("localhost.example.org", false)]
    [InlineData("192.168.1.5", false)]
    [InlineData("example.org", false)]
    [InlineData("", false)]
    public void Without_the_setting_loopback_answers(string host, bool isAnswered) => Assert.Equal(isAnswered, Read().Takes(Request(host, "/api/v1/items")));

    [Theory]
    [InlineData("maps.example.org:8443", true)]
    [InlineData("MAPS.example.org", true)]
    [InlineData("a.tiles.example.org", true)]
    [InlineData("tiles.example.org", false)]
    [InlineData("xn--bcher-kva.example", true)]
    [InlineData("[fd00::1]", true)]
    [InlineData("localhost", false)]
    [InlineData("127.0.0.1", false)]
    public void The_setting_alone_counts(string host, bool isAnswered) => Assert.Equal(
        isAnswered, Read(Names("maps.example.org", "*.tiles.example.org", "bücher.example", "fd00::1")).Takes(Request(host, "/api/v1/items")));

    [Theory]
    [InlineData("10.1.2.3:8080", "/healthz/ready", true)]
    [InlineData("[fd00::7]:8080", "/healthz/live", true)]
    [InlineData("10.1.2.3:8080", "/metrics", true)]
    [InlineData("10.1.2.3:8080", "/swagger", false)]
    [InlineData("evil.example", "/healthz/ready", false)]
    public void Probes_may_come_by_address(string host, string path, bool isAnswered) => Assert.Equal(isAnswered, Read(Names("maps.example.org")).Takes(Request(host, path)));

    [Theory]
    [InlineData("https://maps.example.org")]
    [InlineData("maps.example.org:8443")]
    [InlineData("maps example.org")]
    [InlineData("maps.example.org/gis")]
    public void What_is_no_name_is_refused(string text)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Read(Names("ok.example", text))).Errors);

        Assert.Equal("RasterAnalysis__AllowedHostNames__1", error.Field);
        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("urls", "http://0.0.0.0:8080")]
    [InlineData("urls", "http://127.0.0.1:5000;http://*:8080")]
    [InlineData("urls", "http://[::]:8080")]
    [InlineData("urls", "http://maps.example.org:8080")]
    [InlineData("http_ports", "8080")]
    [InlineData("Kestrel:Endpoints:Public:Url", "https://192.168.1.5")]
    public void Who_listens_to_others_must_name_itself(string key, string value)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Read((key, value))).Errors);

        Assert.Equal("RasterAnalysis__AllowedHostNames__0", error.Field);
        Assert.True(Read((key, value), ("RasterAnalysis:AllowedHostNames:0", "maps.example.org")).Takes(Request("maps.example.org", "/")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:0")]
    [InlineData("http://localhost:5000;http://[::1]:5000")]
    [InlineData("http://unix:/run/rasteranalysis.sock")]
    public void Who_listens_on_this_machine_need_not(string urls) => Assert.True(Read(("urls", urls)).Takes(Request("localhost", "/")));

    private static AllowedHostNames Read(params (string Key, string Value)[] settings) => AllowedHostNames.Read(
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create(setting.Key, (string?)setting.Value))).Build());

    private static (string Key, string Value)[] Names(params string[] names) => [.. names.Select((name, i) => ($"RasterAnalysis:AllowedHostNames:{i}", name))];

    private static HttpRequest Request(string host, string path) => new DefaultHttpContext { Request = { Host = new HostString(host), Path = path } }.Request;
}
