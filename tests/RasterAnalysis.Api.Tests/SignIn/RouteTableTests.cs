using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>Every route of the running service, asked by every kind of caller. A route without a row fails, and so does one that answers somebody otherwise than its row says.</summary>
public sealed class RouteTableTests(SecuredHost host) : IClassFixture<SecuredHost>
{
    [Fact]
    public async Task Every_route_answers_every_caller_as_the_table_says()
    {
        var rows = new List<(string Route, int[] Statuses)>();
        foreach (var (method, pattern) in Routes())
        {
            var statuses = new List<int>();
            foreach (var caller in RouteTable.Callers)
            {
                statuses.Add(await AskAsync(host.Clients[caller], method, await AddressAsync(pattern)));
            }

            rows.Add(($"{method} {pattern.RawText!.TrimStart('/').Insert(0, "/")}", [.. statuses]));
        }

        var table = RouteTable.Read();
        var actual = Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "routes.txt");
        Directory.CreateDirectory(Path.GetDirectoryName(actual)!);
        await File.WriteAllTextAsync(actual, RouteTable.Write(rows), TestContext.Current.CancellationToken);

        // artifacts/tests/routes.txt has what was seen, for who has read it through
        Assert.Equal(table.Select(row => $"{row.Key} {string.Join(' ', row.Value)}").Order(StringComparer.Ordinal), rows.Select(row => $"{row.Route} {string.Join(' ', row.Statuses)}").Order(StringComparer.Ordinal));
    }

    /// <summary>Routes by method; those that a framework has several of by one of them.</summary>
    private IEnumerable<(string Method, RoutePattern Pattern)> Routes() => host.Services.GetServices<EndpointDataSource>().SelectMany(source => source.Endpoints).OfType<RouteEndpoint>()
        .SelectMany(endpoint => (endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()?.HttpMethods ?? ["GET"]).Select(method => (Method: method, Pattern: endpoint.RoutePattern)))
        .Where(route => route.Method != "OPTIONS").DistinctBy(route => (route.Method, route.Pattern.RawText!.TrimStart('/'))).OrderBy(route => route.Pattern.RawText!.TrimStart('/'), StringComparer.Ordinal)
        .ThenBy(route => route.Method, StringComparer.Ordinal);

    /// <summary>The address of a route, for things of ann's that nobody has deleted yet.</summary>
    private async Task<string> AddressAsync(RoutePattern pattern)
    {
        var (item, job) = (await host.NewItemAsync(), await host.NewJobAsync());
        var isJob = pattern.RawText!.Contains("jobs/", StringComparison.Ordinal);
        var address = new StringBuilder();
        foreach (var segment in pattern.PathSegments)
        {
            address.Append('/');
            foreach (var part in segment.Parts)
            {
                address.Append(part switch
                {
                    RoutePatternLiteralPart literal => literal.Content,
                    RoutePatternSeparatorPart separator => separator.Content,
                    RoutePatternParameterPart { Name: "id" } when pattern.RawText.Contains("portals/", StringComparison.Ordinal) => "self",
                    RoutePatternParameterPart { Name: "id" } => isJob ? job.Id : item.Id,
                    RoutePatternParameterPart { Name: "jobId" } => job.Id,
                    RoutePatternParameterPart { Name: "task" } => job.Task,
                    RoutePatternParameterPart { Name: "user" } => "ann",
                    RoutePatternParameterPart { Name: "name" } when pattern.RawText.Contains("ImageServer", StringComparison.Ordinal) => item.ServiceName,
                    RoutePatternParameterPart { Name: "name" } when pattern.RawText.Contains("/data/", StringComparison.Ordinal) => "any.tif",
                    RoutePatternParameterPart { Name: "name" } when pattern.RawText.Contains("users/", StringComparison.Ordinal) => "nobody",
                    RoutePatternParameterPart { Name: "name" } => "store",
                    _ => "0",
                });
            }
        }

        return address.ToString();
    }

    private static async Task<int> AskAsync(HttpClient client, string method, string address)
    {
        var isArcGis = address.StartsWith("/arcgis", StringComparison.Ordinal);
        using var request = new HttpRequestMessage(new HttpMethod(method), isArcGis ? $"{address}?f=json" : address);
        if (method is "POST" or "PUT" or "PATCH")
        {
            request.Content = isArcGis ? new FormUrlEncodedContent([]) : new StringContent("{}", Encoding.UTF8, "application/json");
        }

        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        return isArcGis && response.StatusCode == HttpStatusCode.OK && response.Content.Headers.ContentType?.MediaType == "application/json"
            ? await CodeAsync(response) : (int)response.StatusCode;
    }

    private static async Task<int> CodeAsync(HttpResponseMessage response)
    {
        try
        {
            return (int?)(JsonNode.Parse(await response.Content.ReadAsStringAsync()) as JsonObject)?["error"]?["code"] ?? 200;
        }
        catch (JsonException)
        {
            return 200; // an item's own data, which is as it was brought
        }
    }
}
