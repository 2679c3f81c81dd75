using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>Bytes that are no text, in encodings that nobody should send: the request's fault in both APIs, and none for the log.</summary>
public sealed class UnreadableFormTests(OwnService own) : IClassFixture<OwnService>
{
    private const string Urlencoded = "application/x-www-form-urlencoded";
    private const string Multipart = "multipart/form-data; boundary=x";
    private const string Submit = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/submitJob?f=json";
    private const string AddItem = "arcgis/sharing/rest/content/users/admin/addItem?f=json";

    private int _logged;

    public static TheoryData<string, string, byte[]> ArcGisForms => new()
    {
        { Submit, $"{Urlencoded}; charset=utf-7", "inputRaster=+AGE-"u8.ToArray() },
        { Submit, $"{Urlencoded}; charset=nonsense", "inputRaster=a"u8.ToArray() },
        { Submit, $"{Urlencoded}; charset=utf-16", [0x61, 0xD8, 0x3D] },
        { Submit, Urlencoded, "inputRaster=%ff%fe&model=%c3"u8.ToArray() },
        { Submit, Urlencoded, [.. "inputRaster="u8, 0xFF, 0xFE, 0x80] },
        { Submit, Urlencoded, "inputRaster=%00&model=%00&outputClassifiedRaster=%00"u8.ToArray() },
        { Submit, Multipart, Part("inputRaster", "", [0xFF, 0xFE]) },
        { Submit, Multipart, Part("inputRaster", "Content-Type: text/plain; charset=utf-7\r\n", "+AGE-"u8.ToArray()) },
        { AddItem, Multipart, Part("title", "", [0xFF, 0xFE]) },
        { AddItem, Multipart, Part("title", "Content-Type: text/plain; charset=utf-7\r\n", "+AGE-"u8.ToArray()) },
        { AddItem, Multipart, Part("title", "Content-Type: text/plain; charset=utf-16\r\n", [0x61, 0xD8, 0x3D]) },
        { AddItem, $"{Urlencoded}; charset=utf-7", "title=+AGE-"u8.ToArray() },
    };

    public static TheoryData<string, string, byte[]> NativeBodies => new()
    {
        { "api/v1/items", Multipart, Part("title", "", [0xFF, 0xFE]) },
        { "api/v1/items", Multipart, Part("title", "Content-Type: text/plain; charset=utf-7\r\n", "+AGE-"u8.ToArray()) },
        { "api/v1/items", $"{Urlencoded}; charset=utf-7", "title=+AGE-"u8.ToArray() },
        { "api/v1/classify-pixels/jobs", "application/json; charset=utf-7", "{}"u8.ToArray() },
        { "api/v1/classify-pixels/jobs", "application/json", [.. "{\"outputName\":\""u8, 0xFF, 0xFE, .. "\"}"u8] },
        { "api/v1/classify-pixels/jobs", "application/json", "{\"outputName\":\"\\ud800\"}"u8.ToArray() },
        { "api/v1/classify-pixels/jobs", "application/json", "{\"outputName\":\"\\u0000\",\"folder\":\"\\udfff\"}"u8.ToArray() },
        { "api/v1/imagery-layers", "application/json", "{\"name\":\"\\ud800\",\"uris\":[\"\\ud800\"]}"u8.ToArray() },
        { "api/v1/imagery-layers", "application/json; charset=nonsense", "{\"name\":\"a\"}"u8.ToArray() },
    };

    [Theory]
    [MemberData(nameof(ArcGisForms))]
    public async Task An_ArcGIS_form_is_refused_with_code_400(string address, string type, byte[] body)
    {
        var (status, text) = await PostAsync(address, type, body);

        var error = JsonNode.Parse(text)!["error"];
        Assert.True(status == HttpStatusCode.OK && (int?)error?["code"] == 400, $"{status}: {text}");
        Assert.NotEmpty(error!["details"]!.AsArray());
        AssertNoFaultOfOurs();
    }

    [Theory]
    [MemberData(nameof(NativeBodies))]
    public async Task A_native_body_is_refused_with_status_4xx(string address, string type, byte[] body)
    {
        var (status, text) = await PostAsync(address, type, body);

        Assert.True((int)status is 400 or 415, $"{status}: {text}");
        Assert.NotEmpty((string)JsonNode.Parse(text)!["detail"]!);
        AssertNoFaultOfOurs();
    }

    [Theory]
    [InlineData("api/v1/items", 64 << 10, 200, 1000, "all fields together")]
    [InlineData("api/v1/items", 64 << 10, 2000, 1, "256 fields")]
    [InlineData(AddItem, 16 << 20, 200, 100_000, "all fields together")]
    [InlineData(AddItem, 16 << 20, 2000, 1, "256 fields")]
    public async Task A_form_of_fields_without_end_is_refused(string address, int most, int fields, int length, string expected)
    {
        using var form = new MultipartFormDataContent("x");
        foreach (var number in Enumerable.Range(0, fields))
        {
            form.Add(new StringContent(new string('x', length)), $"field{number}");
        }

        var (_, text) = await PostAsync(address, Multipart, await form.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));

        Assert.True(text.Contains(expected, StringComparison.Ordinal) && (fields == 2000 || text.Contains($"{most} bytes", StringComparison.Ordinal)), text);
        AssertNoFaultOfOurs();
    }

    private static byte[] Part(string name, string headers, byte[] content) =>
        [.. Encoding.ASCII.GetBytes($"--x\r\nContent-Disposition: form-data; name=\"{name}\"\r\n{headers}\r\n"), .. content, .. "\r\n--x--\r\n"u8];

    private async Task<(HttpStatusCode Status, string Text)> PostAsync(string address, string type, byte[] body)
    {
        _logged = own.Process.Log.Length;
        using var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        using var response = await own.Client.Http.PostAsync(address, content, TestContext.Current.CancellationToken);
        return (response.StatusCode, await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private void AssertNoFaultOfOurs()
    {
        var log = own.Process.Log[_logged..];
        Assert.False(log.Contains(" ERR]", StringComparison.Ordinal) || log.Contains("   at ", StringComparison.Ordinal), log);
    }
}
