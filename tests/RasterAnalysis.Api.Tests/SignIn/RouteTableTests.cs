using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>Every route of the running service, asked by every kind of caller. A route without a row fails, and so does one that answers somebody otherwise than its row says.</summary>
public sealed class RouteTableTests(SecuredHost host) : IClassFixture<SecuredHost>
{
    [Fact]
    public async Task Every_route_answers_every_caller_as_the_table_says()
    {
        var rows = new List<(string Route, int[] Statuses)>();
        foreach (var (method, pattern) in ServiceRoutes.Of(host))
        {
            var statuses = new List<int>();
            foreach (var caller in RouteTable.Callers)
            {
                statuses.Add(await AskAsync(host.Clients[caller], method, ServiceRoutes.AddressOf(pattern, await host.NewItemAsync(ServiceRoutes.IsOfFeatures(pattern)), await host.NewJobAsync())));
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
