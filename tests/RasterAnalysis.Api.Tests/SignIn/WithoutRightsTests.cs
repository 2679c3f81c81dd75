using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Data.Sqlite;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>Whatever somebody sends who may change nothing: the database and the files are as they were.</summary>
public sealed class WithoutRightsTests(SecuredHost host) : IClassFixture<SecuredHost>
{
    private const int Requests = 10_000;
    private const int Seed = 19;

    private static readonly string[] Callers = ["anonymous", "viewer", "expired token", "revoked key", "foreign origin with cookie"];
    private static readonly string[] Methods = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD"];

    /// <summary>What a viewer may change is their own: their keys.</summary>
    private static readonly string[] Own = ["/api/v1/keys"];

    [Fact]
    public async Task Ten_thousand_generated_requests_change_nothing()
    {
        var random = new Random(Seed);
        var (item, job, routes) = (await host.NewItemAsync(), await host.NewJobAsync(), ServiceRoutes.Of(host).ToArray());
        var before = (Rows(), Files());
        var (refusedBefore, began) = (AuditRows(), DateTimeOffset.UtcNow);
        var statuses = new Dictionary<HttpStatusCode, int>();

        for (var i = 0; i < Requests; i++)
        {
            var (method, pattern) = routes[random.Next(routes.Length)];
            var caller = Callers[random.Next(Callers.Length)];
            using var request = Request(random, method, pattern, item, job);
            if (caller == "viewer" && Own.Any(path => request.RequestUri!.OriginalString.StartsWith(path, StringComparison.Ordinal)))
            {
                continue;
            }

            using var response = await host.Clients[caller].SendAsync(request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
            statuses[response.StatusCode] = statuses.GetValueOrDefault(response.StatusCode) + 1;
            Assert.True((int)response.StatusCode < 500, $"{request.Method} {request.RequestUri} of {caller} ended with {response.StatusCode}.");
        }

        TestContext.Current.TestOutputHelper?.WriteLine(string.Join(", ", statuses.OrderBy(pair => pair.Key).Select(pair => $"{(int)pair.Key}: {pair.Value}")));
        Assert.Equal(before.Item1, Rows());
        Assert.Equal(before.Item2, Files());

        // all of a viewer's are counted, in no more rows than one user makes in a minute
        var (refused, minutes) = (AuditRows(), (long)(DateTimeOffset.UtcNow - began).TotalMinutes + 2);
        Assert.InRange(refused.Refusals - refusedBefore.Refusals, Requests / 20, Requests);
        Assert.InRange(refused.Rows - refusedBefore.Rows, 1, 62 * minutes);
    }

    /// <summary>A request to a route, mostly by its own method, with parameters that its operation might take; no user is named with a password, since failed tries count.</summary>
    private static HttpRequestMessage Request(Random random, string method, RoutePattern pattern, CatalogItem item, AnalysisJob job)
    {
        var address = ServiceRoutes.AddressOf(pattern, item, job);
        (string Name, string Value)[] known =
        [
            ("f", random.Next(2) == 0 ? "json" : "html"), ("title", "taken"), ("name", "taken"), ("access", "public"), ("everyone", "true"), ("groups", CatalogItem.NewId()), ("folder", "/"),
            ("items", item.Id), ("role", "administrator"), ("password", "a password of strangers"), ("heir", "vera"), ("scopes", "administer"), ("tags", "taken"),
            ("inputRaster", $"{{\"itemId\":\"{item.Id}\"}}"), ("model", $"{{\"itemId\":\"{item.Id}\"}}"), ("outputName", "taken"), ("createParameters", "{\"name\":\"taken\"}"), ("outputType", "imageService"),
            ("client_id", "map"), ("grant_type", "refresh_token"), ("refresh_token", "none"), ("code", "123456"), ("token", "none"), ("uris", "[\"/rasterStores/store/a.tif\"]"),
        ];
        var chosen = known.Where(_ => random.Next(3) > 0).ToArray();
        method = random.Next(10) == 0 ? Methods[random.Next(Methods.Length)] : method;
        var request = new HttpRequestMessage(new HttpMethod(method), address);
        switch (random.Next(method is "GET" or "HEAD" ? 1 : 4))
        {
            case 0:
                // a bad token has been looked at by itself; it would end each of these
                request.RequestUri = new Uri(
                    $"{address}?{string.Join('&', chosen.Where(pair => pair.Name != "token").Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"))}", UriKind.Relative);
                break;
            case 1:
                request.Content = new FormUrlEncodedContent(chosen.Where(pair => pair.Name != "token").Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
                break;
            case 2:
                var members = chosen.Select(pair => $"\"{pair.Name}\":{(pair.Value[0] is '{' or '[' ? pair.Value : $"\"{pair.Value}\"")}");
                request.Content = new StringContent($"{{{string.Join(',', members)}}}", Encoding.UTF8, "application/json");
                break;
            default:
                var form = new MultipartFormDataContent { { new ByteArrayContent(new byte[64]), "file", "taken.tif" } };
                form.Add(new StringContent("json"), "f");
                request.Content = form;
                break;
        }

        request.Headers.TryAddWithoutValidation("Tus-Resumable", "1.0.0");
        request.Headers.TryAddWithoutValidation("Upload-Length", random.Next(100).ToString(CultureInfo.InvariantCulture));
        return request;
    }

    /// <summary>Every row of every table, but for what health writes to see whether it can, and the record of what was refused, which <see cref="AuditRows"/> counts.</summary>
    private string[] Rows()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataRoot, "rasteranalysis.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var tables = Read(connection, "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('Marks', 'Audit')");
        return [.. tables.SelectMany(table => Read(connection, $"SELECT * FROM \"{table}\"").Select(row => $"{table}: {row}")).Order(StringComparer.Ordinal)];
    }

    /// <summary>How many refusals the audit has rows for, and how many they stand for.</summary>
    private (long Rows, long Refusals) AuditRows()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(host.DataRoot, "rasteranalysis.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        var row = Read(connection, "SELECT count(*), coalesce(sum(\"Times\"), 0) FROM \"Audit\" WHERE \"Outcome\" <> 'done'").Single().Split('|');
        return (long.Parse(row[0], CultureInfo.InvariantCulture), long.Parse(row[1], CultureInfo.InvariantCulture));
    }

    private static List<string> Read(SqliteConnection connection, string query)
    {
        using var command = connection.CreateCommand();
#pragma warning disable CA2100 // names of tables, by the database itself
        command.CommandText = query;
#pragma warning restore CA2100
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)));
        }

        return rows;
    }

    /// <summary>Every file of the data folder by what is in it, but for the database's own and the locks of the process.</summary>
    private string[] Files() =>
    [
        .. Directory.EnumerateFiles(host.DataRoot, "*", SearchOption.AllDirectories).Select(path => (Name: Path.GetRelativePath(host.DataRoot, path), Path: path))
            .Where(file => !file.Name.StartsWith("rasteranalysis.db", StringComparison.Ordinal) && Path.GetExtension(file.Name) != ".lock").Select(file => $"{file.Name} {Convert.ToHexString(Hash(file.Path))}").Order(StringComparer.Ordinal),
    ];

    private static byte[] Hash(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        return SHA256.HashData(file);
    }
}
