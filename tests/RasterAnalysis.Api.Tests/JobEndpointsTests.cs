using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Api.Tests;

public sealed class JobEndpointsTests(ApiHost host) : IClassFixture<ApiHost>
{
    private readonly HttpClient _http = host.CreateClient();

    [Theory]
    [InlineData("GET", "api/v1/jobs/j0")]
    [InlineData("GET", "api/v1/jobs/j0/events")]
    [InlineData("POST", "api/v1/jobs/j0/cancel")]
    [InlineData("GET", "api/v1/items/0")]
    [InlineData("GET", "api/v1/items/..%2f..%2fetc")]
    public async Task What_does_not_exist_is_a_404_problem(string method, string path)
    {
        using var response = await _http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
    }

    [Theory]
    [InlineData("api/v1/jobs?take=0&skip=-5")]
    [InlineData("api/v1/jobs?take=1000000")]
    [InlineData("api/v1/items?take=-1")]
    public async Task Lists_take_any_numbers(string path) => Assert.NotNull((await _http.GetFromJsonAsync<JsonNode>(path))!.AsArray());

    [Theory]
    [InlineData("api/v1/jobs?take=many", "take", "many")]
    [InlineData("api/v1/items?skip=99999999999", "skip", "99999999999")]
    public async Task A_number_that_is_none_is_a_400_problem_that_names_it(string path, string field, string value)
    {
        using var response = await _http.GetAsync(path);

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal(field, (string)problem["errors"]![0]!["field"]!);
        Assert.Contains($"is '{value}'", (string)problem["errors"]![0]!["message"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_number_in_an_address_that_is_none_is_named()
    {
        var paths = (await _http.GetFromJsonAsync<JsonNode>("swagger/v1/swagger.json"))!["paths"]!.AsObject();
        var numbers = paths.SelectMany(path => path.Value!["get"]?["parameters"]?.AsArray().Select(parameter => (Path: path.Key, Parameter: parameter!)) ?? [])
            .Where(pair => (string?)pair.Parameter["in"] == "query" && (string?)pair.Parameter["schema"]?["type"] is "integer" or "number")
            .Select(pair => (pair.Path, Name: (string)pair.Parameter["name"]!)).ToArray();
        Assert.True(numbers.Length >= 9, $"There are lists of jobs, items, stores, features and records, and {numbers.Length} numbers.");
        foreach (var (path, name) in numbers)
        {
            using var response = await _http.GetAsync($"{path.Replace("{", "", StringComparison.Ordinal).Replace("}", "", StringComparison.Ordinal).TrimStart('/')}?{name}=many");

            var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");
            Assert.Equal((path, name), (path, (string?)problem["errors"]![0]!["field"]));
        }
    }

    [Theory]
    [InlineData("api/v1/jobs?state=failed", "state", "status, skip, take")]
    [InlineData("api/v1/items?TAKE=3&limit=5", "limit", "type, q, folder, skip, take")]
    public async Task A_parameter_that_nobody_knows_is_a_400_problem_that_names_it(string path, string field, string known)
    {
        using var response = await _http.GetAsync(path);

        var problem = await ProblemAsync(response, HttpStatusCode.BadRequest, "invalid-request");
        Assert.Equal((field, $"is not known here; known are {known}."), ((string)problem["errors"]![0]!["field"]!, (string)problem["errors"]![0]!["message"]!));
    }

    [Theory]
    [InlineData("POST", "api/v1/classify-pixels/jobs", "text/plain", HttpStatusCode.UnsupportedMediaType, "unsupported-media-type", "Content-Type: application/json")]
    [InlineData("DELETE", "api/v1/jobs", null, HttpStatusCode.MethodNotAllowed, "method-not-allowed", "use GET")]
    [InlineData("GET", "api/v1/job/7", null, HttpStatusCode.NotFound, "not-found", "/api/v1/job/7")]
    [InlineData("GET", "api/v2", null, HttpStatusCode.NotFound, "not-found", "/swagger")]
    public async Task What_is_refused_by_its_status_alone_is_a_problem_too(string method, string path, string? contentType, HttpStatusCode status, string code, string said)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Content = contentType is null ? null : new StringContent("{}", new System.Net.Http.Headers.MediaTypeHeaderValue(contentType));
        using var response = await _http.SendAsync(request);

        var problem = await ProblemAsync(response, status, code);
        Assert.Contains(said, (string)problem["detail"]!, StringComparison.Ordinal);
        Assert.Empty(problem["errors"]!.AsArray());
    }

    [Fact]
    public async Task The_document_describes_every_call_of_the_contract()
    {
        var paths = (await _http.GetFromJsonAsync<JsonNode>("swagger/v1/swagger.json"))!["paths"]!.AsObject();

        foreach (var (path, method) in new[]
                 {
                     ("/api/v1/items", "post"), ("/api/v1/items", "get"), ("/api/v1/items/{id}", "get"), ("/api/v1/items/{id}", "delete"),
                     ("/api/v1/items/{id}/data", "get"), ("/api/v1/items/{id}/model", "get"), ("/api/v1/imagery-layers", "post"),
                     ("/api/v1/classify-pixels/jobs", "post"), ("/api/v1/jobs", "get"), ("/api/v1/jobs/{id}", "get"),
                     ("/api/v1/jobs/{id}/inputs", "get"), ("/api/v1/jobs/{id}/cancel", "post"), ("/api/v1/jobs/{id}/events", "get"),
                 })
        {
            Assert.False(string.IsNullOrEmpty(paths[path]?[method]?["summary"]?.GetValue<string>()), $"{method} {path}");
        }
    }

    private static async Task<JsonNode> ProblemAsync(HttpResponseMessage response, HttpStatusCode status, string code)
    {
        Assert.Equal(status, response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.MediaType);
        var problem = (await response.Content.ReadFromJsonAsync<JsonNode>())!;
        Assert.Equal((code, $"urn:rasteranalysis:problem:{code}", (int)status), ((string)problem["code"]!, (string)problem["type"]!, (int)problem["status"]!));
        return problem;
    }
}
