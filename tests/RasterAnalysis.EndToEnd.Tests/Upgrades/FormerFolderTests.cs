using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Data.Sqlite;
using RasterAnalysis.EndToEnd.Tests.Portal;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Upgrades;

/// <summary>A data folder that the service of an earlier commit left opens with its items, jobs, results and names, wherever it lies now.</summary>
public sealed class FormerFolderTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>, IAsyncLifetime
{
    private readonly ServiceProcess _service = new();

    public static TheoryData<string, bool> Folders => [
        .. FormerDataFolder.Commits.Select(commit => new TheoryDataRow<string, bool>(commit, false)),

        // the other shapes of PostgreSQL's tables are those of RasterAnalysis.BackgroundJobs.Tests
        .. ((string[])["42be137", "296b253", "d262b32"]).Select(commit => new TheoryDataRow<string, bool>(commit, true))];

    private ServiceClient Client => _service.Client;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _service.DisposeAsync();

    [Theory]
    [MemberData(nameof(Folders))]
    public async Task Everything_is_there(string commit, bool isPostgreSql)
    {
        var former = new FormerDataFolder(commit);
        former.Extract(_service.DataRoot, withDatabase: !isPostgreSql);
        if (isPostgreSql)
        {
            _service.Settings["ConnectionStrings__RasterAnalysis"] = await server.CreateDatabaseAsync();
            await PostgreSql.DoAsync(_service.Settings["ConnectionStrings__RasterAnalysis"], former.PostgreSql!);
        }

        await _service.StartAsync();

        await AssertItemsAsync(former.Answers);
        await AssertJobsAsync(former.Answers, isPostgreSql);
        await AssertNamesAsync(former.Answers);
        if (!isPostgreSql)
        {
            var copy = Assert.Single(Directory.GetFiles(_service.DataRoot, "*-before-*.db"));
            Assert.Contains(copy, _service.Log, StringComparison.Ordinal);
            Assert.StartsWith($"rasteranalysis-before-{NewestMigration()}-20", Path.GetFileName(copy), StringComparison.Ordinal);
            Assert.Equal(0, Count(copy, "sqlite_master WHERE name = '__EFMigrationsHistory'"));
            Assert.Equal(former.Answers["jobs"]!.AsArray().Count, Count(copy, "Jobs"));
        }

        // another start finds nothing to do
        Assert.Equal(0, await _service.StopAsync());
        await _service.StartAsync();
        Assert.Equal(isPostgreSql ? 0 : 1, Directory.GetFiles(_service.DataRoot, "*-before-*").Length);
        await AssertItemsAsync(former.Answers);
    }

    private async Task AssertItemsAsync(JsonNode before)
    {
        foreach (var was in before["items"]!.AsArray())
        {
            var item = await Client.GetAsync($"api/v1/items/{was!["id"]}");
            Assert.All(
                (string[])["title", "type", "name", "size", "owner", "folder", "created", "classes"],
                key => Assert.True(JsonNode.DeepEquals(was[key], item[key]), $"{key} was {was[key]?.ToJsonString()} and is {item[key]?.ToJsonString()}"));
            var file = Path.Combine(_service.DataRoot, "items", (string)was["id"]!, (string)was["name"]!);
            Assert.Equal(await File.ReadAllBytesAsync(file), await Client.GetBytesAsync($"api/v1/items/{was["id"]}/data"));
            if (was["imageServer"] is { } address)
            {
                var image = await Client.GetAsync(new Uri((string)address!).PathAndQuery[1..] + "?f=json");
                Assert.Equal(10, (double)image["pixelSizeX"]!);
            }
            else
            {
                Assert.Equal(3, (await Client.GetAsync($"api/v1/items/{was["id"]}/model"))["classes"]!.AsArray().Count);
            }
        }

        var folders = (await Client.PortalAsync(PortalCalls.Content))["folders"]!.AsArray();
        Assert.Equal(before["folders"]!.AsArray().Select(folder => (string)folder!["title"]!), folders.Select(folder => (string)folder!["title"]!));
    }

    private async Task AssertJobsAsync(JsonNode before, bool isPostgreSql)
    {
        Assert.Equal(Ids(before["jobs"]!), Ids(await Client.GetAsync("api/v1/jobs")));
        foreach (var was in before["jobs"]!.AsArray())
        {
            var job = await Client.JobAsync((string)was!["id"]!);
            if ((string)was["status"]! != "succeeded" && isPostgreSql)
            {
                // the archive has no queue of PostgreSQL; the service queues again what it misses there, in its own time
                Assert.Contains((string)job["status"]!, (string[])["submitted", "waiting", "executing", "succeeded"]);
                continue;
            }

            // what had waited runs now
            job = await Client.FinishedAsync((string)was["id"]!);
            Assert.True((string)job["status"]! == "succeeded", job.ToJsonString());
            Assert.Equal(((string?)was["outputName"], (DateTimeOffset)was["submitted"]!), ((string?)job["outputName"], (DateTimeOffset)job["submitted"]!));
            Assert.NotEmpty(ServiceClient.Messages(job));
            if ((string)job["outputName"]! is not { Length: > 0 } name)
            {
                Assert.True(JsonNode.DeepEquals(was["value"], job["value"]), job.ToJsonString());
                continue;
            }

            var raster = CogFile.Read(await Client.GetBytesAsync(new Uri((string)job["result"]!["raster"]!).PathAndQuery[1..]));
            Assert.Null(raster.FirstDifference((row, column) => (uint)((row + column) % 3)));
            Assert.NotNull(await Client.GetAsync($"arcgis/rest/services/Hosted/{name}/ImageServer?f=json"));
            Assert.NotNull(await Client.GetAsync($"api/v1/jobs/{job["id"]}/sections"));
        }
    }

    private async Task AssertNamesAsync(JsonNode before)
    {
        var (raster, model) = (Item("harbour.tif"), Item("model.dlpk"));
        var request = ServiceClient.Request(raster, model);
        request["outputName"] = "qUAYS";
        var (status, problem) = await Client.TrySubmitAsync(request);
        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains("is taken", problem.ToJsonString(), StringComparison.Ordinal);

        string Item(string name) => (string)before["items"]!.AsArray().Single(item => (string)item!["name"]! == name)!["id"]!;
    }

    private static string[] Ids(JsonNode list) => [.. list.AsArray().Select(entry => (string)entry!["id"]!)];

    /// <summary>Name of the migration that the service's database is at; its key is the time it was made at, an underscore and the name.</summary>
    private string NewestMigration()
    {
        var key = (string)Scalar(Path.Combine(_service.DataRoot, "rasteranalysis.db"), "SELECT max(MigrationId) FROM __EFMigrationsHistory");
        return key[(key.IndexOf('_', StringComparison.Ordinal) + 1)..];
    }

    private static long Count(string database, string from) => (long)Scalar(database, $"SELECT count(*) FROM {from}");

    private static object Scalar(string database, string query)
    {
        using var connection = new SqliteConnection($"Data Source={database};Pooling=false;Mode=ReadOnly");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = query;
        return command.ExecuteScalar()!;
    }
}
