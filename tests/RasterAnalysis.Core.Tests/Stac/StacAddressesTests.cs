using System.Text.Json.Nodes;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Core.Tests.Stac;

/// <summary>Where assets are fetched from, and where they are not.</summary>
public sealed class StacAddressesTests
{
    private static readonly HostRules Hosts = new(["data.example.com", "stac.example.com"]);

    [Theory]
    [InlineData("https://data.example.com/a.tif", "https://data.example.com/a.tif")]
    [InlineData("./a.tif", "https://stac.example.com/collections/c/items/a.tif")]
    [InlineData("../../../b/a.tif?sig=1", "https://stac.example.com/b/a.tif?sig=1")]
    [InlineData("/a.tif", "https://stac.example.com/a.tif")]
    [InlineData("../../../../../../etc/passwd", "https://stac.example.com/etc/passwd")]
    [InlineData("//data.example.com/a.tif", "https://data.example.com/a.tif")]
    public void Hrefs_are_addresses_or_relative_to_the_item(string href, string expected) => Assert.Equal(new Uri(expected), Of(href));

    [Theory]
    [InlineData("https://elsewhere.example.com/a.tif", "leads to the host 'elsewhere.example.com', which is not one")]
    [InlineData("//elsewhere.example.com/a.tif", "leads to the host 'elsewhere.example.com'")]
    [InlineData("http://data.example.com@127.0.0.1/a.tif", "leads to the host '127.0.0.1'")]
    [InlineData("http://169.254.169.254/latest/meta-data", "leads to the host '169.254.169.254'")]
    [InlineData("s3://bucket/a.tif?X-Amz-Signature=SECRET", "s3 addresses are not read")]
    [InlineData("file:///etc/passwd", "which is no http or https address")]
    [InlineData("/vsicurl/http://data.example.com.evil.org/a.tif", null)]
    [InlineData("data:image/tiff;base64,AAAA", "which is no http or https address")]
    [InlineData("ftp://data.example.com/a.tif", "which is no http or https address")]
    [InlineData("http://", "which is no http or https address")]
    public void What_leads_elsewhere_is_refused_by_the_asset(string href, string? message)
    {
        if (message is null)
        {
            // a path of the item's own host, whatever it looks like
            Assert.Equal("stac.example.com", Of(href).Host);
            return;
        }

        var fault = StacDocuments.FaultOf(() => Of(href));

        Assert.StartsWith("assets.red.href of the STAC item 'a' ", fault.Message, StringComparison.Ordinal);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("SECRET", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_alternate_that_may_be_fetched_is_taken()
    {
        Assert.Equal(new Uri("https://data.example.com/b.tif"), Of("s3://bucket/a.tif", "https://elsewhere.example.com/a.tif", "https://data.example.com/b.tif"));
        Assert.Contains("nor are its alternates", StacDocuments.FaultOf(() => Of("s3://bucket/a.tif", "https://elsewhere.example.com/a.tif")).Message, StringComparison.Ordinal);
    }

    private static Uri Of(string href, params string[] alternates)
    {
        var asset = new JsonObject { ["href"] = href, ["alternate"] = new JsonObject(alternates.Index().Select(pair => KeyValuePair.Create($"{pair.Index}", (JsonNode?)new JsonObject { ["href"] = pair.Item }))) };
        var item = StacDocuments.Read(StacDocuments.Item("a", [], new JsonObject { ["red"] = asset })).Items[0];
        return StacAddresses.Of(item, item.Assets[0], Hosts, StacDocuments.Field);
    }
}
