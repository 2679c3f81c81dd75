using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ServicesDirectory;

public sealed class HtmlPageTests : HostedTest
{
    [Fact]
    public async Task Page_links_to_what_is_below()
    {
        var page = await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.Rest}/services/Hosted?f=html"));
        Assert.Contains("<h1>Hosted</h1>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"/arcgis/rest/services/Hosted/LandCover/ImageServer?f=html\">LandCover</a>", page, StringComparison.Ordinal);
        Assert.Contains("<a href=\"?f=pjson\">JSON</a>", page, StringComparison.Ordinal);
        Assert.Contains("<dt>currentVersion</dt><dd>10.91</dd>", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_encodes_the_names_of_classes()
    {
        var page = await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.LandCover}/legend?f=html"));
        Assert.Contains("&lt;Water&gt; &amp; ice", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<Water>", page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<script>alert(1)</script>")]
    [InlineData("\" onmouseover=\"alert(1)")]
    [InlineData("javascript:alert(1)")]
    public async Task Page_of_a_hostile_address_reflects_nothing_unencoded(string hostile)
    {
        using var response = await Host.GetAsync($"{ArcGisHost.Rest}/services/{Uri.EscapeDataString(hostile)}?f=html&x={Uri.EscapeDataString(hostile)}");
        Assert.Equal("default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'self'", response.Headers.GetValues("Content-Security-Policy").Single());
        var page = await Host.TextAsync(response);
        Assert.DoesNotContain("<script", page, StringComparison.Ordinal);
        Assert.DoesNotContain("onmouseover=\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("href=\"javascript", page, StringComparison.Ordinal);
        Assert.Contains("There is no folder", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Page_under_a_path_base_links_there()
    {
        await using var host = await ArcGisHost.StartAsync(app => Microsoft.AspNetCore.Builder.UsePathBaseExtensions.UsePathBase(app, "/gis"));
        var page = await host.TextAsync(await host.GetAsync($"/gis{ArcGisHost.Rest}/services?f=html"));
        Assert.Contains("<a href=\"/gis/arcgis/rest/services/System?f=html\">System</a>", page, StringComparison.Ordinal);
    }
}
