using Npgsql;
using RasterAnalysis.EndToEnd.Tests.CloudStores;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.EndToEnd.Tests.Upgrades;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.DataStore;

/// <summary>Jobs whose node is lost with its folder, and buckets that fail while jobs run.</summary>
[Collection("Faults")]
public sealed class LostNodeTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private const int Side = 5000;
    private const int HangingSection = 5;
    private static readonly KnownJob Job = new("lost", Side, Side, 12, classes => TinyNetworks.CopyBand(classes));

    [Fact]
    public async Task Another_node_goes_on_from_the_finished_sections_and_does_a_damaged_one_again()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        var first = machines.StartNode($"hang:{HangingSection}");
        var (id, _) = await SubmitAsync(machines);
        await machines.Web.Client.JobWhenAsync(id, job => job["sections"]!["done"]!.GetValue<int>() >= HangingSection);
        var before = await DoneAsync(machines.Connection, id);

        // one of them comes back as something else
        var damaged = before.Keys.Order().Skip(2).First();
        var key = machines.Bucket.Objects.Keys.Single(name => name.EndsWith(before[damaged].Hash.ToLowerInvariant(), StringComparison.Ordinal));
        var (content, modified) = machines.Bucket.Objects[key];
        machines.Bucket.Objects[key] = ([.. content.Reverse()], modified);
        await first.LoseAsync();
        var second = machines.StartNode();

        var ended = await Job.AssertRightAsync(machines.Web, id);

        var after = await DoneAsync(machines.Connection, id);
        Assert.Equal(before.Keys.Where(number => number != damaged).Order(), before.Where(section => after[section.Key].By == section.Value.By).Select(section => section.Key).Order());
        Assert.Contains("The node that worked on it is gone; the job goes on from its finished sections.", ServiceClient.Messages(ended));
        Assert.Equal(
            $"The file of section {damaged + 1} is lost or was changed since it was finished; it is done again.",
            Assert.Single(ServiceClient.Messages(ended, "warning"), text => text.StartsWith("The file of section", StringComparison.Ordinal)));
        Assert.Contains($"Section {damaged + 1}, which another node has finished, cannot be taken over: The data store has damaged content", second.Log, StringComparison.Ordinal);

        // what was the job's alone is gone
        await Until.TrueAsync(() => Task.FromResult(!machines.Bucket.Objects.Keys.Any(name => name.StartsWith("service/jobs/", StringComparison.Ordinal))), "the job's documents to go");
    }

    [Fact]
    public async Task A_job_waits_for_a_bucket_that_fails_and_what_is_here_is_shown_meanwhile()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        machines.StartNode();
        var (id, scene) = await SubmitAsync(machines);
        await machines.Web.Client.JobWhenAsync(id, job => job["sections"]!["done"]!.GetValue<int>() > 0);
        var refused = 0;
        machines.Bucket.Refuse = (_, _) => Interlocked.Increment(ref refused) > 0 ? 500 : null;
        var small = TiffFile.Byte(20, 20, 1, (_, _, _) => 1);

        // users do not wait as long as jobs do, and nothing of their item is left
        var (status, problem) = await machines.Web.Client.TryAddAsync(small, "small.tif");
        Assert.True(status == System.Net.HttpStatusCode.ServiceUnavailable, problem.ToJsonString());
        Assert.DoesNotContain("small", (await machines.Web.Client.GetAsync("api/v1/items")).ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(Raster(), await machines.Web.Client.GetBytesAsync($"api/v1/items/{scene}/data"));
        Assert.Equal("executing", (string)(await machines.Web.Client.JobAsync(id))["status"]!);
        Assert.True(refused > 0);
        machines.Bucket.Refuse = (_, _) => null;

        await Job.AssertRightAsync(machines.Web, id);
    }

    [Fact]
    public async Task Content_that_is_not_what_was_written_is_never_used()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        var scene = TiffFile.Byte(300, 200, 1, (_, row, column) => (byte)DataStoreTests.ValueAt(row, column));
        var raster = (string)(await machines.Web.Client.AddAsync(scene, "scene.tif"))["id"]!;
        var request = ServiceClient.Request(raster, (string)(await machines.Web.Client.AddAsync(CloudScene.Package, "model.dlpk"))["id"]!);
        var (key, right) = (machines.KeyOf(scene), machines.Bucket.Objects[machines.KeyOf(scene)]);
        await using var second = await machines.StartWebAsync();
        machines.StartNode();
        foreach (var wrong in (byte[][])[[.. scene[..^1], (byte)(scene[^1] ^ 1)], scene[..^1], [.. scene, 0]])
        {
            machines.Bucket.Objects[key] = (wrong, right.Modified);

            request["outputName"] = $"R{Guid.NewGuid():N}";
            var job = await machines.Web.Client.FinishedAsync(await machines.Web.Client.SubmitAsync(request));
            using var shown = await second.Client.Http.GetAsync($"api/v1/items/{raster}/data", TestContext.Current.CancellationToken);

            Assert.Equal("failed", (string)job["status"]!);
            Assert.Contains(ServiceClient.Messages(job, "error"), text => text.StartsWith("The data store has damaged content for 'scene.tif' (content/", StringComparison.Ordinal));
            Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, shown.StatusCode);
            Assert.Contains("damaged content", await shown.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        }

        machines.Bucket.Objects[key] = right;
        request["outputName"] = $"R{Guid.NewGuid():N}";
        Assert.Null((await machines.Web.Client.ClassifyAsync(request)).Raster.FirstDifference(DataStoreTests.ValueAt));
        Assert.Equal(scene, await second.Client.GetBytesAsync($"api/v1/items/{raster}/data"));
    }

    private static byte[] Raster() => TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)Job.ValueAt(row, column));

    /// <summary>Submits the job over items that the web process took in.</summary>
    private static async Task<(string Job, string Scene)> SubmitAsync(StoreMachines machines)
    {
        await Job.PrepareAsync(machines.Web);
        var scene = (string)(await machines.Web.Client.AddAsync(await File.ReadAllBytesAsync(Path.Combine(machines.Web.Store, "lost.tif")), "scene.tif"))["id"]!;
        var model = (string)(await machines.Web.Client.AddAsync(await File.ReadAllBytesAsync(Path.Combine(machines.Web.Store, "lost.dlpk")), "model.dlpk"))["id"]!;
        return (await machines.Web.Client.SubmitAsync(ServiceClient.Request(scene, model)), scene);
    }

    /// <summary>The finished sections of a job: who finished them, and the hashes of their files.</summary>
    private static async Task<Dictionary<int, (string By, string Hash)>> DoneAsync(string connectionString, string job)
    {
        await using var connection = await PostgreSql.OpenAsync(connectionString);
        await using var command = new NpgsqlCommand("""SELECT "Number", "ClaimedBy", "Hash" FROM "JobSections" WHERE "JobId" = @job AND "Hash" IS NOT NULL""", connection);
        command.Parameters.AddWithValue("job", job);
        await using var reader = await command.ExecuteReaderAsync();
        var found = new Dictionary<int, (string, string)>();
        while (await reader.ReadAsync())
        {
            found[reader.GetInt32(0)] = (reader.GetString(1), reader.GetString(2));
        }

        return found;
    }
}
