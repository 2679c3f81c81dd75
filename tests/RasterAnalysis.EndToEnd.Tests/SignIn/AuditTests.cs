using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>Who did what to what from where, as administrators read it.</summary>
public sealed class AuditTests(SecuredService service) : IClassFixture<SecuredService>
{
    private static readonly byte[] Raster = TiffFile.Byte(16, 12, 3, (band, row, column) => (byte)((band * 31) + (row * 5) + column));

    private static byte[] Package => TestPackages.Package(TestPackages.Definition([(1, "Wasser", [0, 0, 255]), (2, "Land", [0, 255, 0])]), TinyNetworks.CopyBand(2));

    [Fact]
    public async Task Sign_ins_and_those_that_failed_are_recorded_and_no_secret_is()
    {
        const string Wrong = "eight blue barns at noon";
        await MakeAsync("nina");
        var token = (string)(await service.TokenAsync("nina"))["token"]!;
        await service.TokenAsync("nina", Wrong);
        await service.TokenAsync("nina", Wrong);
        await service.TokenAsync("nobody.here", Wrong);
        using var browser = await service.BrowseAsync("nina");
        using var failed = new BrowserSession(service.Nobody.Http.BaseAddress!);
        using var page = await failed.SignInAsync("nina", Wrong);
        using var left = await browser.SubmitAsync("account", []);
        using var client = service.With(token);
        using var made = await client.Http.PostAsJsonAsync("api/v1/keys", new { name = "nightly", scopes = new[] { "read" } });
        var key = (await made.Content.ReadFromJsonAsync<JsonNode>())!;
        using var revoked = await client.Http.DeleteAsync($"api/v1/keys/{key["id"]}");

        var records = await AuditAsync("user=nina");
        Assert.Equal(
            [
                ("key-revoked", "token", "done", 1), ("key-created", "token", "done", 1), ("sign-out", "session", "done", 1), ("sign-in-failed", "session", "password", 1),
                ("sign-in", "session", "done", 1), ("sign-in-failed", "token", "password", 2), ("token-issued", "token", "done", 1),
            ],
            Merged(records));
        Assert.All(records, record => Assert.Equal("127.0.0.1", (string)record["address"]!));
        Assert.Equal(("key", "nightly", (string)key["id"]!), ((string)records[0]["kind"]!, (string)records[0]["targetName"]!, (string)records[0]["target"]!));
        Assert.Equal(("password", "127.0.0.1"), Assert.Single(await AuditAsync("user=Nobody.HERE&action=sign-in-failed")) is var unknown ? ((string)unknown["outcome"]!, (string)unknown["address"]!) : default);

        var all = await service.Administrator.Http.GetStringAsync("api/v1/audit?limit=1000");
        foreach (var secret in new[] { SecuredService.Password, Wrong, token, (string)key["key"]! })
        {
            Assert.DoesNotContain(secret, all, StringComparison.Ordinal);
            Assert.DoesNotContain(secret, service.Process.Log, StringComparison.Ordinal);
        }

        Assert.Contains("key-created done: nina from 127.0.0.1 by token", service.Process.Log.Replace("\"", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_done_to_an_item_is_recorded_by_both_faces()
    {
        var item = await service.Publisher.AddAsync(Raster, "audited.tif");
        var (id, other) = ((string)item["id"]!, (string)(await service.Publisher.AddAsync(Raster, "other.tif"))["id"]!);
        using (var shared = await service.Publisher.Http.PutAsJsonAsync($"api/v1/items/{id}/access", new { access = "organization" }))
        {
            Assert.Equal(HttpStatusCode.OK, shared.StatusCode);
        }

        await PostAsync(service.Publisher, $"content/items/{other}/share", ("everyone", "true"));
        await PostAsync(service.Publisher, $"content/users/pam/items/{other}/update", ("title", "Another title"));
        Assert.Equal(HttpStatusCode.Forbidden, (await service.Ann.Http.DeleteAsync($"api/v1/items/{id}")).StatusCode);
        Assert.Equal(403, (int)(await PostAsync(service.Bob, $"content/users/pam/items/{other}/delete"))["error"]!["code"]!);
        Assert.Equal(403, (int)(await PostAsync(service.Bob, $"content/users/pam/items/{other}/delete"))["error"]!["code"]!);
        using (var deleted = await service.Administrator.Http.DeleteAsync($"api/v1/items/{id}"))
        {
            Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        }

        Assert.True((bool)(await PostAsync(service.Publisher, $"content/users/pam/items/{other}/delete"))["success"]!);

        Assert.Equal(
            [("root", "item-deleted", "done", "of pam"), ("ann", "item-deleted", "forbidden", "DELETE /api/v1/items/{id}"), ("pam", "item-shared", "done", "private -> organization"), ("pam", "item-added", "done", "audited.tif")],
            (await AuditAsync($"target={id}")).Select(Told));
        Assert.Equal(
            [
                ("pam", "item-deleted", "done", "of pam"), ("bob", "item-deleted", "forbidden", "POST /arcgis/sharing/rest/content/users/{user}/items/{id}/delete"),
                ("pam", "item-changed", "done", ""), ("pam", "item-shared", "done", "private -> public"), ("pam", "item-added", "done", "other.tif"),
            ],
            (await AuditAsync($"target={other}")).Select(Told));
        Assert.Equal(["Another title", "", "Another title", "other", "other"], (await AuditAsync($"target={other}")).Select(record => (string)record["targetName"]!));
    }

    [Fact]
    public async Task Submissions_and_cancelled_jobs_are_recorded_by_both_faces()
    {
        var (raster, model) = ((string)(await service.Ann.AddAsync(Raster, "scene.tif"))["id"]!, (string)(await service.Ann.AddAsync(Package, "model.dlpk"))["id"]!);
        var job = await service.Ann.SubmitAsync(ServiceClient.Request(raster, model));
        await service.Ann.FinishedAsync(job);
        var submitted = await PostAsync(
            service.Ann, "/arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/submitJob",
            ("inputRaster", $"{{\"itemId\":\"{raster}\"}}"), ("model", $"{{\"itemId\":\"{model}\"}}"), ("outputName", "AuditedResult"));

        var (native, arcGis) = (Assert.Single(await AuditAsync($"target={job}")), (await AuditAsync($"target={submitted["jobId"]}"))[^1]);
        Assert.Equal(("ann", "job-submitted", "done", "ClassifyPixelsUsingDeepLearning"), Told(native));
        Assert.Equal(("ann", "job-submitted", "done", "ClassifyPixelsUsingDeepLearning"), Told(arcGis));
        Assert.Equal("AuditedResult", (string)arcGis["targetName"]!);
        Assert.Equal(("vera", "job-submitted", "forbidden"), Assert.Single(await RefusedSubmissionAsync()) is var refused ? ((string)refused["user"]!, (string)refused["action"]!, (string)refused["outcome"]!) : default);
    }

    [Fact]
    public async Task Users_groups_and_roles_are_recorded()
    {
        await MakeAsync("olga");
        using var role = await service.Administrator.Http.PutAsJsonAsync("api/v1/users/olga/role", new { role = "publisher" });
        using var group = await service.Ann.Http.PostAsJsonAsync("api/v1/groups", new { title = "Foresters" });
        var id = (string)(await group.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        using var added = await service.Ann.Http.PutAsync($"api/v1/groups/{id}/members/olga", null);
        using var taken = await service.Ann.Http.DeleteAsync($"api/v1/groups/{id}/members/olga");
        using var gone = await service.Ann.Http.DeleteAsync($"api/v1/groups/{id}");
        using var removed = await service.Administrator.Http.DeleteAsync("api/v1/users/olga");
        using var forbidden = await service.Ann.Http.PostAsJsonAsync("api/v1/users", new { name = "eve", password = SecuredService.Password, role = "administrator" });

        Assert.Equal(HttpStatusCode.NoContent, removed.StatusCode);
        Assert.Equal(
            [("root", "user-removed", "done", ""), ("root", "role-changed", "done", "viewer -> publisher"), ("root", "user-added", "done", "viewer")],
            (await AuditAsync("target=olga")).Select(Told));
        Assert.Equal(
            [("ann", "group-removed", "done", ""), ("ann", "group-member-removed", "done", "olga"), ("ann", "group-member-added", "done", "olga"), ("ann", "group-added", "done", "")],
            (await AuditAsync($"target={id}")).Select(Told));
        Assert.Equal(("ann", "user-added", "forbidden", "POST /api/v1/users/"), Assert.Single(await AuditAsync("user=ann&action=user-added")) is var told ? Told(told) : default);
        Assert.Equal(("", "user-added", "done", "administrator"), Told(Assert.Single(await AuditAsync("target=root"))));
    }

    [Fact]
    public async Task Apps_that_are_let_in_and_their_tokens_are_recorded()
    {
        await MakeAsync("piet");
        var app = new AppClient(service, "map", "https://maps.example.org/app");
        var tokens = await app.SignInAsync("piet");
        await app.RefreshAsync(tokens);
        using (var asApp = service.With((string)tokens["access_token"]!))
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await asApp.TryAddAsync(Raster, "a.tif")).Status);
        }

        await app.RevokeAsync(tokens["refresh_token"]);

        Assert.Equal(
            [
                ("piet", "token-revoked", "done", ""), ("piet", "item-added", "forbidden", "POST /api/v1/items/"), ("piet", "token-issued", "done", "for a refresh token"),
                ("piet", "token-issued", "done", "for a code"), ("piet", "sign-in", "done", "password"),
            ],
            (await AuditAsync("user=piet")).Select(Told));
        Assert.Equal(["app", "app", "app", "app", "session"], (await AuditAsync("user=piet")).Select(record => (string)record["means"]!));
        var all = await service.Administrator.Http.GetStringAsync("api/v1/audit?limit=1000");
        Assert.DoesNotContain((string)tokens["access_token"]!, all, StringComparison.Ordinal);
        Assert.DoesNotContain((string)tokens["refresh_token"]!, all, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nobody_but_administrators_reads_it()
    {
        foreach (var client in new[] { service.Publisher, service.Ann, service.Viewer })
        {
            using var refused = await client.Http.GetAsync("api/v1/audit");
            Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);
        }

        using var unknown = await service.Nobody.Http.GetAsync("api/v1/audit");
        Assert.Equal(HttpStatusCode.Unauthorized, unknown.StatusCode);
        Assert.Contains(await AuditAsync("user=vera&action=request"), record => Told(record) == ("vera", "request", "forbidden", "GET /api/v1/audit"));
    }

    [Fact]
    public async Task Pages_go_back_by_a_link_and_a_table_holds_no_formulas()
    {
        await service.TokenAsync("=HYPERLINK(\"https://evil.example.org\")", "wrong");
        var all = await AuditAsync("limit=1000");
        using var first = await service.Administrator.Http.GetAsync("api/v1/audit?limit=2&user=root");
        var link = first.Headers.GetValues("Link").Single();
        var next = await service.Administrator.GetAsync(link[1..link.IndexOf('>', StringComparison.Ordinal)]);
        using var csv = await service.Administrator.Http.GetAsync("api/v1/audit?format=csv&action=sign-in-failed&limit=1000");

        Assert.Equal(
            all.Where(record => (string)record["user"]! == "root").Skip(2).Take(2).Select(record => (long)record["id"]!),
            next.AsArray().Select(record => (long)record!["id"]!));
        Assert.Equal("text/csv", csv.Content.Headers.ContentType?.MediaType);
        var table = await csv.Content.ReadAsStringAsync();
        Assert.StartsWith("Id,Time,User,Action,Kind,Target,TargetName,Address,Means,Outcome,Detail,Times\r\n", table, StringComparison.Ordinal);
        Assert.Contains(",\"'=HYPERLINK(\"\"https://evil.example.org\"\")\",sign-in-failed,", table, StringComparison.Ordinal);
        Assert.Empty(await AuditAsync("until=2026-01-01"));
        Assert.Equal(all.Count, (await AuditAsync("limit=1000&since=2026-01-01T00:00:00%2B01:00")).Count(record => (long)record["id"]! <= (long)all[0]["id"]!));
    }

    [Theory]
    [InlineData("limit", "0")]
    [InlineData("limit", "1001")]
    [InlineData("limit", "many")]
    [InlineData("before", "last")]
    [InlineData("since", "yesterday")]
    [InlineData("until", "28.11.2026")]
    [InlineData("action", "delete")]
    [InlineData("format", "xml")]
    [InlineData("item", "0123")]
    public async Task A_parameter_that_cannot_be_taken_is_named(string name, string value)
    {
        using var refused = await service.Administrator.Http.GetAsync($"api/v1/audit?{name}={value}");

        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal(name, (string)(await refused.Content.ReadFromJsonAsync<JsonNode>())!["errors"]![0]!["field"]!);
    }

    private static (string User, string Action, string Outcome, string Detail) Told(JsonNode record) =>
        ((string)record["user"]!, (string)record["action"]!, (string)record["outcome"]!, (string)record["detail"]!);

    /// <summary>Records with the same ones next to each other as one: failures that lie on both sides of a minute are two rows.</summary>
    private static List<(string Action, string Means, string Outcome, int Times)> Merged(IEnumerable<JsonNode> records)
    {
        List<(string Action, string Means, string Outcome, int Times)> merged = [];
        foreach (var record in records)
        {
            var row = ((string)record["action"]!, (string)record["means"]!, (string)record["outcome"]!, Times: (int)record["times"]!);
            if (merged.Count > 0 && merged[^1] with { Times = row.Times } == row)
            {
                merged[^1] = row with { Times = merged[^1].Times + row.Times };
            }
            else
            {
                merged.Add(row);
            }
        }

        return merged;
    }

    private async Task<IReadOnlyList<JsonNode>> RefusedSubmissionAsync()
    {
        var (status, _) = await service.Viewer.TrySubmitAsync([]);
        Assert.Equal(HttpStatusCode.Forbidden, status);
        return await AuditAsync("user=vera&action=job-submitted");
    }

    private async Task MakeAsync(string name)
    {
        using var made = await service.Administrator.Http.PostAsJsonAsync("api/v1/users", new { name, password = SecuredService.Password, role = "viewer" });
        Assert.Equal(HttpStatusCode.Created, made.StatusCode);
    }

    private async Task<IReadOnlyList<JsonNode>> AuditAsync(string query) => [.. (await service.Administrator.GetAsync($"api/v1/audit?{query}")).AsArray().Select(record => record!)];

    /// <summary>An operation of the ArcGIS face; below the portal unless the path is a whole one.</summary>
    private static async Task<JsonNode> PostAsync(ServiceClient client, string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Append(("f", "json")).Select(field => KeyValuePair.Create(field.Item1, field.Item2)));
        using var response = await client.Http.PostAsync(path[0] == '/' ? path : $"arcgis/sharing/rest/{path}", form);
        return (await response.Content.ReadFromJsonAsync<JsonNode>())!;
    }
}
