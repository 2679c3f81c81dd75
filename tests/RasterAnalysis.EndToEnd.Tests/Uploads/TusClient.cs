using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Uploads;

/// <summary>Uploads by tus 1.0, a request at a time.</summary>
/// <param name="service">The service, which may be started again in between.</param>
internal sealed class TusClient(ServiceProcess service)
{
    public const string Part = "application/offset+octet-stream";

    /// <summary>Begins an upload.</summary>
    /// <returns>Its address relative to the service's.</returns>
    public async Task<string> CreateAsync(long length, string fileName, params (string Key, string Value)[] more)
    {
        using var answer = await SendAsync(HttpMethod.Post, "api/v1/uploads", ("Upload-Length", $"{length}"), ("Upload-Metadata", Metadata([("filename", fileName), .. more])));
        Assert.Equal(HttpStatusCode.Created, answer.StatusCode);
        return new Uri(answer.RequestMessage!.RequestUri!, answer.Headers.Location!).AbsolutePath[1..];
    }

    /// <summary>How far an upload is.</summary>
    public async Task<long> OffsetAsync(string upload)
    {
        using var answer = await SendAsync(HttpMethod.Head, upload);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return Number(answer, "Upload-Offset");
    }

    /// <summary>Sends a part; the answer may be anything.</summary>
    public Task<HttpResponseMessage> PatchAsync(string upload, string offset, HttpContent body, params (string Name, string Value)[] headers)
    {
        body.Headers.ContentType ??= new MediaTypeHeaderValue(Part);
        return SendAsync(HttpMethod.Patch, upload, body, [("Upload-Offset", offset), .. headers]);
    }

    /// <summary>Sends a part that is taken.</summary>
    public async Task SendAsync(string upload, long offset, byte[] content)
    {
        using var answer = await PatchAsync(upload, $"{offset}", new ByteArrayContent(content));
        Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        Assert.Equal(offset + content.Length, Number(answer, "Upload-Offset"));
    }

    /// <summary>Makes an item of an upload.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> FinishAsync(string upload)
    {
        using var answer = await service.Client.Http.PostAsync($"{upload}/item", null);
        return (answer.StatusCode, (await answer.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    public Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers) => SendAsync(method, path, null, headers);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, HttpContent? body, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path) { Content = body };
        request.Headers.Add("Tus-Resumable", "1.0.0");
        foreach (var (name, value) in headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await service.Client.Http.SendAsync(request);
    }

    public static string Metadata(params (string Key, string Value)[] pairs) =>
        string.Join(',', pairs.Select(pair => $"{pair.Key} {Convert.ToBase64String(Encoding.UTF8.GetBytes(pair.Value))}"));

    public static long Number(HttpResponseMessage answer, string header) => long.Parse(answer.Headers.GetValues(header).Single(), CultureInfo.InvariantCulture);

    /// <summary>The fault that an answer names.</summary>
    public static async Task<(int Status, string Field, string Message)> FaultAsync(HttpResponseMessage answer)
    {
        var problem = (await answer.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal("1.0.0", answer.Headers.GetValues("Tus-Resumable").Single());
        var fault = problem["errors"]!.AsArray().FirstOrDefault();
        return ((int)answer.StatusCode, (string?)fault?["field"] ?? "", (string?)fault?["message"] ?? (string)problem["detail"]!);
    }
}
