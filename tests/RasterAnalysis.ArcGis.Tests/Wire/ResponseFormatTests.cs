using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Wire;

public sealed class ResponseFormatTests : HostedTest
{
    private const string Info = $"{ArcGisHost.Rest}/info";

    [Theory]
    [InlineData(null, "application/json")]
    [InlineData("*/*", "application/json")]
    [InlineData("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html")]
    [InlineData("application/json,text/html;q=0.9", "application/json")]
    [InlineData("text/html;q=0", "application/json")]
    [InlineData("image/png,*/*", "application/json")]
    public async Task A_format_that_is_not_given_follows_Accept(string? accept, string expected)
    {
        using var message = new HttpRequestMessage(HttpMethod.Get, Host.AddressOf(Info));
        if (accept is not null)
        {
            message.Headers.TryAddWithoutValidation("Accept", accept);
        }

        using var response = await Host.SendAsync(message);
        Assert.Equal(expected, response.Content.Headers.ContentType?.MediaType);
    }

    [Theory]
    [InlineData("kmz")]
    [InlineData("image")]
    [InlineData("<script>")]
    public async Task A_format_that_is_not_taken_is_an_error_in_JSON(string format) =>
        EsriAssert.Error(400, await Host.GetJsonAsync($"{Info}?f={Uri.EscapeDataString(format)}"), "f: must be json, pjson or html.");

    [Fact]
    public async Task The_format_image_submits_no_job()
    {
        var answer = await Host.PostJsonAsync(
            $"{ArcGisHost.Task}/submitJob",
            ("f", "image"), ("inputRaster", $$"""{"itemId":"{{Some.OrthoId}}"}"""), ("model", $$"""{"itemId":"{{Some.ModelId}}"}"""));
        EsriAssert.Error(400, answer, "f: must be json, pjson or html.");
        Assert.Empty(Host.Jobs.All);
    }

    [Theory]
    [InlineData("dojo.io.script.jsonp_dojoIoScript1._jsonpCallback")]
    [InlineData("window._EsriLeafletCallbacks.c7")]
    [InlineData("$f[0]")]
    public async Task A_callback_of_a_plain_name_gets_a_script(string callback)
    {
        using var response = await Host.GetAsync($"{Info}?f=json&callback={Uri.EscapeDataString(callback)}");
        Assert.Equal("application/javascript; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        var text = await Host.TextAsync(response);
        Assert.StartsWith(callback + "({\"currentVersion\":10.91,", text, StringComparison.Ordinal);
        Assert.EndsWith("});", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Callback_of_an_error_gets_a_script_too() => Assert.Equal(
        """cb({"error":{"code":404,"message":"There is no folder 'x'.","details":[]}});""",
        await Host.TextAsync(await Host.GetAsync($"{ArcGisHost.Rest}/services/x?f=json&callback=cb")));

    [Theory]
    [InlineData("alert(1)")]
    [InlineData("a;b")]
    [InlineData("1a")]
    [InlineData("a\nb")]
    [InlineData("</script>")]
    [InlineData("é")]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public async Task A_hostile_callback_is_refused_as_plain_JSON(string callback)
    {
        var details = EsriAssert.Details(await Host.GetJsonAsync($"{Info}?f=json&callback={Uri.EscapeDataString(callback)}"));
        Assert.StartsWith("callback: must be a name", Assert.Single(details), StringComparison.Ordinal);
    }
}
