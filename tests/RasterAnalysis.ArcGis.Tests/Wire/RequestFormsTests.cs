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
    public async Task Resource_GetPostAndTrailingSlash_AnswerAlike(string path)
    {
        var expected = await Host.TextAsync(await Host.GetAsync($"{path}?f=json"));
        Assert.Equal(expected, await Host.TextAsync(await Host.PostAsync(path, ("f", "json"))));
        Assert.Equal(expected, await Host.TextAsync(await Host.GetAsync($"{path}/?F=JSON")));
        Assert.Equal(expected, await Host.TextAsync(await Host.PostAsync($"{path}/?f=json")));
    }

    [Fact]
    public async Task Form_AndQuery_FormWins()
    {
        var text = await Host.TextAsync(await Host.PostAsync($"{ArcGisHost.Rest}/info?f=json", ("f", "pjson")));
        Assert.StartsWith("{\n  \"currentVersion\": 10.91,", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multipart_IsTakenAsAForm()
    {
        using var form = new MultipartFormDataContent { { new StringContent("pjson"), "F" } };
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf($"{ArcGisHost.Rest}/info")) { Content = form };
        Assert.StartsWith("{\n", await Host.TextAsync(await Host.SendAsync(message)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Multipart_WithAFile_SaysWhereFilesGo()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent([1, 2, 3]), "inputRaster", "a.tif" } };
        EsriAssert.Error(400, await PostAsync(form), "inputRaster: is a file; files are uploaded to /api/v1/items.");
    }

    [Fact]
    public async Task Body_OfJson_IsRefusedWithTheRightType()
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
    public async Task Body_Broken_IsAnswered(string body, string type)
    {
        using var content = new ByteArrayContent(Encoding.ASCII.GetBytes(body));
        content.Headers.TryAddWithoutValidation("Content-Type", type);
        var answer = await PostAsync(content);
        Assert.True(answer.ContainsKey("currentVersion") || (int?)answer["error"]?["code"] == 400, answer.ToJsonString());
    }

    [Fact]
    public async Task Body_TooManyNames_IsRefused()
    {
        using var content = new StringContent(
            string.Join('&', Enumerable.Range(0, 1000).Select(n => $"a{n}=1")), Encoding.ASCII, "application/x-www-form-urlencoded");
        Assert.StartsWith("body: cannot be read as a form:", EsriAssert.Details(await PostAsync(content))[0], StringComparison.Ordinal);
    }

    [Fact]
    public async Task Body_TooLarge_IsRefused()
    {
        using var content = new StringContent("a=" + new string('x', 17 << 20), Encoding.ASCII, "application/x-www-form-urlencoded");
        EsriAssert.Error(400, await PostAsync(content), $"body: is larger than {16 << 20} bytes, the most that is taken.");
    }

    [Fact]
    public async Task Body_TooLargeWithoutSayingSo_IsRefused()
    {
        using var content = new StringContent("a=" + new string('x', 17 << 20), Encoding.ASCII, "application/x-www-form-urlencoded");
        using var message = new HttpRequestMessage(HttpMethod.Post, Host.AddressOf($"{ArcGisHost.Rest}/info")) { Content = content };
        message.Headers.TransferEncodingChunked = true;
        EsriAssert.Error(400, await Host.JsonAsync(await Host.SendAsync(message)), "Request body too large. The max request body size is 16777216 bytes.");
    }

    [Fact]
    public async Task Options_AreAnswered()
    {
        using var message = new HttpRequestMessage(HttpMethod.Options, Host.AddressOf($"{ArcGisHost.Task}/submitJob"));
        using var response = await Host.SendAsync(message);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        Assert.Equal(["GET", "POST", "OPTIONS"], response.Content.Headers.Allow);
    }

    [Theory]
    [InlineData($"{ArcGisHost.Rest}/info")]
    [InlineData($"{ArcGisHost.Rest}/nothing")]
    public async Task Answer_AlsoAnError_IsNotKept(string path)
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
    public async Task Unknown_IsAnErrorObject(string path) => EsriAssert.Error(404, await Host.GetJsonAsync($"{path}?f=json"));

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    public async Task Method_OtherThanGetAndPost_IsAnErrorObject(string method)
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
