using System.Net;
using System.Text;
using RasterAnalysis.ArcGis.Tests.Infrastructure;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Wire;

/// <summary>GET, POST, forms, names in any case, and what cannot be read.</summary>
public sealed class RequestFormsTests : HostedTest
{
    private static string[] Details(params string[] details) => details;

    [Theory]
    [InlineData($"{ArcGisHost.Rest}/info")]
    [InlineData($"{ArcGisHost.Rest}/services")]
    [InlineData($"{ArcGisHost.Rest}/services/Hosted")]
    [InlineData(ArcGisHost.Toolbox)]
    [InlineData(ArcGisHost.Task)]
    [InlineData($"{ArcGisHost.Toolbox}/QueryDeepLearningModelInfo")]
    [InlineData(ArcGisHost.LandCover)]
    [InlineData($"{ArcGisHost.LandCover}/legend")]
    public async Task Get_post_and_a_trailing_slash_answer_alike(string path)
    {
        var expected = await Host.TextAsync(await Host.GetAsync($"{path}?f=json"));
        Assert.Equal(expected, await Host.TextAsync(await Host.PostAsync(path, ("f", "json"))));
        Assert.Equal(expected, await Host.TextAsync(await Host.GetAsync($"{path}/?F=JSON")));
        Assert.Equal(expected, await Host.TextAsync(await Host.PostAsync($"{path}/?f=json")));
    }

    [Fact]
    public async Task Of_form_and_query_the_form_wins()
    {
        var text = await Host.TextAsync(await Host.PostAsync($"{ArcGisHost.Rest}/info?f=json", ("f", "pjson")));
        Assert.StartsWith("{\n  \"currentVersion\": 10.91,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multipart_is_taken_as_a_form()
    {
        using var form = new MultipartFormDataContent { { new StringContent("pjson"), "F" } };
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf($"{ArcGisHost.Rest}/info")) { Content = form };
        Assert.StartsWith("{\n", await Host.TextAsync(await Host.SendAsync(message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multipart_with_a_file_says_where_files_go()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "inputRaster", "a.tif" } };
        EsriAssert.Error(400, await PostAsync(form), "inputRaster: is a file; files are uploaded to /api/v1/items.");
    }

    [Fact]
    public async Task Body_of_JSON_is_refused_with_the_right_type()
    {
        using var content = new StringContent("""{"f":"json"}""", Encoding.UTF8, "application/json");
        EsriAssert.Error(
            400,
            await PostAsync(content),
            "Content-Type: must be application/x-www-form-urlencoded or multipart/form-data; JSON goes to the native API, /api/v1.");
    }

    [Theory]
    [InlineData("a=%ff%fe", "application/x-www-form-urlencoded")]
    [InlineData("no parts at all", "multipart/form-data; boundary=x")]
    [InlineData("--x\r\nContent-Disposition: form-data; name=\"f\"\r\n\r\njson", "multipart/form-data; boundary=x")]
    [InlineData("--x--", "multipart/form-data")]
    public async Task A_broken_body_is_answered(string body, string type)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var answer = await PostAsync(content);
        Assert.True(answer.ContainsKey("currentVersion") || (int?)answer["error"]?["code"] == 400, answer.ToJsonString());
    }

    [Fact]
    public async Task A_body_of_too_many_names_is_refused()
    {
        using var content = new StringContent(
            string.Join('&', Enumerable.Range(0, 1000).Select(n => $"a{n}=1")), Encoding.ASCII, "application/x-www-form-urlencoded");
        Assert.StartsWith("body: cannot be read as a form:", EsriAssert.Details(await PostAsync(content))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused()
    {
        using var content = new StringContent("a=" + new string('x', 17 << 20), Encoding.ASCII, "application/x-www-form-urlencoded");
        EsriAssert.Error(400, await PostAsync(content), $"body: is larger than {16 << 20} bytes, the most that is taken.");
    }

    [Fact]
    public async Task A_body_that_is_too_large_without_saying_so_is_refused()
    {
        using var content = new StringContent("a=" + new string('x', 17 << 20), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf($"{ArcGisHost.Rest}/info")) { Content = content };
        message.Headers.TransferEncodingChunked = true;
        EsriAssert.Error(400, await Host.JsonAsync(await Host.SendAsync(message)), "Request body too large. The max request body size is 16777216 bytes.");
    }

    [Fact]
    public async Task Options_are_answered()
    {
        using var message = new HttpRequestMessage(HttpMethod.Options, Host.AddressOf($"{ArcGisHost.Task}/submitJob"));
        using var response = await Host.SendAsync(message);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["GET", "POST", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData($"{ArcGisHost.Rest}/info")]
    [InlineData($"{ArcGisHost.Rest}/nothing")]
    public async Task An_answer_also_an_error_is_not_kept(string path)
    {
        using var response = await Host.GetAsync($"{path}?f=json");
        Assert.Equal(Details("nosniff"), response.Headers.GetValues("X-Content-Type-Options"));
        Assert.True(response.Headers.CacheControl?.NoStore);
    }

    [Theory]
    [InlineData($"{ArcGisHost.Rest}/nothing/here")]
    [InlineData($"{ArcGisHost.Rest}/services/Nowhere")]
    [InlineData($"{ArcGisHost.Toolbox}/NoSuchTask")]
    [InlineData($"{ArcGisHost.Toolbox}/NoSuchTask/submitJob")]
    [InlineData($"{ArcGisHost.Task}/noSuchOperation")]
    [InlineData($"{ArcGisHost.LandCover}/measure")]
    [InlineData($"{ArcGisHost.Rest}/services/Hosted/Nothing/ImageServer")]
    [InlineData($"{ArcGisHost.Rest}/services/Hosted/%2e%2e%2fx/ImageServer")]
    [InlineData($"{ArcGisHost.Rest}/services/Hosted/Nothing/ImageServer/exportImage")]
    public async Task Unknown_is_an_error_object(string path) => EsriAssert.Error(404, await Host.GetJsonAsync($"{path}?f=json"));

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Method_other_than_get_and_post_is_an_error_object(string method)
    {
        using var message = new HttpRequestMessage(new HttpMethod(method), Host.AddressOf($"{ArcGisHost.Rest}/info"));
        EsriAssert.Error(400, await Host.JsonAsync(await Host.SendAsync(message)), $"method: {method} is not taken here; use GET or POST.");
    }

    private async Task<System.Text.Json.Nodes.JsonObject> PostAsync(HttpContent content)
    {
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf($"{ArcGisHost.Rest}/info")) { Content = content };
        return await Host.JsonAsync(await Host.SendAsync(message));
    }
}
