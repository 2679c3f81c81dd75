using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Testing.Service;

/// <summary>The native API as a script would call it.</summary>
public sealed class ServiceClient(Uri address) : IDisposable
{
    private static readonly string[] Final = ["succeeded", "failed", "cancelled", "timedOut"];

    /// <summary>Sends anything.</summary>
    public HttpClient Http { get; } = new() { BaseAddress = address, Timeout = TimeSpan.FromMinutes(2) };

    /// <summary>A client that sends a token or a key with everything.</summary>
    public static ServiceClient WithToken(Uri address, string token)
    {
        var client = new ServiceClient(address);
        client.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    /// <summary>A client that sends, with everything, the token that it got for a password.</summary>
    /// <exception cref="InvalidOperationException">The two do not go together.</exception>
    public async Task<ServiceClient> SignInAsync(string user, string password)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("username", user), KeyValuePair.Create("password", password), KeyValuePair.Create("f", "json")]);
        using var response = await Http.PostAsync("arcgis/sharing/rest/generateToken", form);
        var answer = await response.Content.ReadFromJsonAsync<JsonNode>();
        return WithToken(Http.BaseAddress!, (string?)answer!["token"] ?? throw new InvalidOperationException(answer.ToJsonString()));
    }

    /// <inheritdoc/>
    public void Dispose() => Http.Dispose();

    /// <summary>Whether it answers that it is ready.</summary>
    public async Task<bool> IsReadyAsync()
    {
        using var response = await Http.GetAsync("healthz/ready");
        return response.IsSuccessStatusCode;
    }

    /// <summary>Uploads a file.</summary>
    /// <returns>The item.</returns>
    public async Task<JsonNode> AddAsync(byte[] content, string fileName)
    {
        var (status, body) = await TryAddAsync(content, fileName);
        return status == HttpStatusCode.Created ? body : throw new InvalidOperationException($"{status}: {body}");
    }

    /// <summary>Uploads a file, and waits until it is prepared: a machine that is busy may answer the upload before.</summary>
    /// <returns>The item's id.</returns>
    public async Task<string> AddPreparedAsync(byte[] content, string fileName)
    {
        var id = (string)(await AddAsync(content, fileName))["id"]!;
        var item = await Until.FoundAsync(async () => await GetAsync($"api/v1/items/{id}") is var found && (string)found["state"]! != "preparing" ? found : null, $"{fileName} to be prepared");
        return (string)item["state"]! == "ready" ? id : throw new InvalidOperationException(item.ToJsonString());
    }

    /// <summary>Uploads a file that may be refused.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> TryAddAsync(byte[] content, string fileName)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(content), "file", fileName } };
        using var response = await Http.PostAsync("api/v1/items", form);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>Submits a job.</summary>
    /// <returns>The job's id.</returns>
    public async Task<string> SubmitAsync(JsonObject request)
    {
        var (status, body) = await TrySubmitAsync(request);
        return status == HttpStatusCode.Accepted ? body["id"]!.GetValue<string>() : throw new InvalidOperationException($"{status}: {body}");
    }

    /// <summary>Submits a job that may be refused.</summary>
    public async Task<(HttpStatusCode Status, JsonNode Body)> TrySubmitAsync(JsonObject request)
    {
        using var response = await Http.PostAsJsonAsync("api/v1/classify-pixels/jobs", request);
        return (response.StatusCode, (await response.Content.ReadFromJsonAsync<JsonNode>())!);
    }

    /// <summary>A job.</summary>
    public Task<JsonNode> JobAsync(string id) => GetAsync($"api/v1/jobs/{id}");

    /// <summary>A JSON answer.</summary>
    public async Task<JsonNode> GetAsync(string path) => (await Http.GetFromJsonAsync<JsonNode>(path))!;

    /// <summary>A file.</summary>
    public Task<byte[]> GetBytesAsync(string path) => Http.GetByteArrayAsync(path);

    /// <summary>Waits until a job is over.</summary>
    public Task<JsonNode> FinishedAsync(string id) => JobWhenAsync(id, job => Final.Contains(job["status"]!.GetValue<string>()));

    /// <summary>Waits until a job is as wanted.</summary>
    public Task<JsonNode> JobWhenAsync(string id, Func<JsonNode, bool> isAsWanted) => Until.FoundAsync(
        async () => await JobAsync(id) is var job && isAsWanted(job) ? job : null, $"job {id}");

    /// <summary>Runs a job to its good end.</summary>
    public async Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(JsonObject request)
    {
        var job = await FinishedAsync(await SubmitAsync(request));
        if (job["status"]!.GetValue<string>() != "succeeded")
        {
            throw new InvalidOperationException(job.ToJsonString());
        }

        return (job, CogFile.Read(await GetBytesAsync(job["result"]!["raster"]!.GetValue<string>())));
    }

    /// <summary>Uploads a raster and a package, and runs the job to its good end.</summary>
    public async Task<(JsonNode Job, CogFile Raster)> ClassifyAsync(byte[] raster, byte[] package, JsonObject? modelArguments = null, JsonObject? context = null) =>
        await ClassifyAsync(Request(
            (await AddAsync(raster, "input.tif"))["id"]!.GetValue<string>(), (await AddAsync(package, "model.dlpk"))["id"]!.GetValue<string>(),
            modelArguments, context));

    /// <summary>A request for a job, under a name of its own, that computes every pixel itself unless the context says otherwise.</summary>
    public static JsonObject Request(string rasterId, string modelId, JsonObject? modelArguments = null, JsonObject? context = null)
    {
        var environment = (JsonObject?)context?.DeepClone() ?? [];
        environment.TryAdd("reuseResults", false);
        return new JsonObject
        {
            ["inputRaster"] = new JsonObject { ["itemId"] = rasterId },
            ["model"] = new JsonObject { ["itemId"] = modelId },
            ["outputName"] = $"Result{Guid.NewGuid():N}",
            ["modelArguments"] = modelArguments?.DeepClone(),
            ["context"] = environment,
        };
    }

    /// <summary>A job's messages of one type, or all of them.</summary>
    public static string[] Messages(JsonNode job, string? type = null) =>
        [.. job["messages"]!.AsArray().Where(m => type is null || m!["type"]!.GetValue<string>() == type).Select(m => m!["text"]!.GetValue<string>())];
}
