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

    [Fact]
    public async Task A_number_that_is_none_is_a_400_problem()
    {
        using var response = await _http.GetAsync("api/v1/jobs?take=many");

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
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
                     ("/api/v1/jobs/{id}/cancel", "post"), ("/api/v1/jobs/{id}/events", "get"),
                 })
        {
            Assert.False(string.IsNullOrEmpty(paths[path]?[method]?["summary"]?.GetValue<string>()), $"{method} {path}");
        }
    }
}
