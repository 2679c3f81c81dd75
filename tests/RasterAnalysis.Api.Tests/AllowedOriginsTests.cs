using Microsoft.Extensions.Configuration;
using RasterAnalysis.Api.CrossOrigin;

namespace RasterAnalysis.Api.Tests;

public sealed class AllowedOriginsTests
{
    [Theory]
    [InlineData("https://maps.example.org", "https://maps.example.org")]
    [InlineData(" http://Maps.Example.org:80/ ", "http://maps.example.org")]
    [InlineData("http://localhost:8080", "http://localhost:8080")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080")]
    [InlineData("https://b\u00fccher.example", "https://xn--bcher-kva.example")]
    public void An_origin_is_kept_as_browsers_write_it(string text, string origin)
    {
        var origins = Read(text);

        Assert.Equal([origin], origins.Listed);
        Assert.False(origins.Any);
    }

    [Fact]
    public void A_star_is_everybody() => Assert.Equal((true, 0), (Read("*").Any, Read("*").Listed.Count));

    [Fact]
    public void Nothing_is_nobody() => Assert.Equal((false, 0), (Read().Any, Read("", " ").Listed.Count));

    [Fact]
    public void What_is_no_origin_is_named_with_its_setting()
    {
        string[] wrong = ["maps.example.org", "https://maps.example.org/portal", "https://*.example.org", "null", "ftp://a.example", "https://me@a.example", "https://a.example/?q"];

        var exception = Assert.Throws<InvalidRequestException>(() => Read(["https://fine.example", .. wrong]));

        Assert.Equal(wrong.Select((_, n) => $"RasterAnalysis__Cors__Origins__{n + 1}"), exception.Errors.Select(error => error.Field));
        Assert.All(exception.Errors.Zip(wrong), pair => Assert.StartsWith($"is '{pair.Second}'; it must be scheme and host", pair.First.Message, StringComparison.Ordinal));
    }

    private static AllowedOrigins Read(params string[] entries) => AllowedOrigins.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(entries.Select((entry, n) => KeyValuePair.Create($"RasterAnalysis:Cors:Origins:{n}", (string?)entry))).Build());
}
