using Microsoft.Extensions.Configuration;
using RasterAnalysis.Api.MapPage;

namespace RasterAnalysis.Api.Tests;

public sealed class BasemapSettingsTests
{
    [Theory]
    [InlineData("https://Tiles.example.org/{z}/{x}/{y}.png", "https://tiles.example.org")]
    [InlineData("http://127.0.0.1:8080/tile?z={z}&x={x}&y={-y}", "http://127.0.0.1:8080")]
    [InlineData("https://wmts.example.org:443/1.0.0/WMTSCapabilities.xml", "https://wmts.example.org")]
    [InlineData("http://[::1]:81/{z}/{x}/{y}", "http://[::1]:81")]
    public void The_policy_lets_the_page_ask_exactly_that_origin(string url, string origin)
    {
        var settings = new PageSettings(Read(("Url", url)));

        Assert.Equal($"default-src 'self'; img-src 'self' blob: data: {origin}; connect-src 'self' {origin}; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'", settings.Policy());
        Assert.Equal(19, settings.Basemap!.MaxZoom);
    }

    [Theory]
    [InlineData("tiles.example.org/{z}/{x}/{y}.png")]
    [InlineData("/tiles/{z}/{x}/{y}.png")]
    [InlineData("ftp://tiles.example.org/{z}/{x}/{y}.png")]
    [InlineData("https://{s}.tiles.example.org/{z}/{x}/{y}.png")]
    [InlineData("https://{a-c}.tiles.example.org/{z}/{x}/{y}.png")]
    [InlineData("https://me:secret@tiles.example.org/{z}/{x}/{y}.png")]
    [InlineData("https://a.example; script-src */{z}/{x}/{y}.png")]
    [InlineData("https://tiles.example.org/{z}/{x}.png")]
    public void What_is_no_address_is_refused_with_what_would_be_right(string url)
    {
        var error = Assert.Single(Assert.Throws<InvalidRequestException>(() => Read(("Url", url))).Errors);

        Assert.Equal("RasterAnalysis__Page__Basemap__Url", error.Field);
        Assert.StartsWith($"is '{url}'; it must be an http or https address of tiles with {{z}}, {{x}} and {{y}}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("-1")]
    [InlineData("31")]
    [InlineData("near")]
    public void A_zoom_that_is_none_is_refused(string zoom) =>
        Assert.Equal("RasterAnalysis__Page__Basemap__MaxZoom", Assert.Throws<InvalidRequestException>(() => Read(("Url", "https://a.example/{z}/{x}/{y}"), ("MaxZoom", zoom))).Errors.Single().Field);

    [Fact]
    public void There_is_none_unless_one_is_named()
    {
        Assert.Null(Read(("Attribution", "Somebody")));
        Assert.DoesNotContain("connect-src", new PageSettings(null).Policy(), StringComparison.Ordinal);
    }

    private static BasemapSettings? Read(params (string Key, string Value)[] given) => BasemapSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(given.Select(pair => KeyValuePair.Create($"RasterAnalysis:Page:Basemap:{pair.Key}", (string?)pair.Value))).Build());
}
