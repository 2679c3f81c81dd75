using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>What a kill in the middle of an upload leaves is gone after the next start.</summary>
[Collection("Faults")]
public sealed class LeftoverTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_upload_that_was_cut_off_by_a_kill_leaves_nothing(bool isPostgreSql)
    {
        var package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
        await using var service = new ServiceProcess();
        if (isPostgreSql)
        {
            service.Settings["ConnectionStrings__RasterAnalysis"] = await server.CreateDatabaseAsync();
        }

        await service.StartAsync();
        var kept = (string)(await service.Client.AddAsync(package, "kept.dlpk"))["id"]!;
        var items = Path.Combine(service.DataRoot, "items");
        for (var round = 0; round < 3; round++)
        {
            var before = Directory.GetDirectories(items).Length;
            var upload = service.Client.TryAddAsync(package, $"cut{round}.dlpk");
            await Until.TrueAsync(() => Task.FromResult(Directory.GetDirectories(items).Length > before), "the upload's folder");
            await service.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => upload);
            Assert.True(Directory.GetDirectories(items).Length > 1);

            await service.StartAsync();

            // the kill may have come between the item and its answer: then it is an item, and its folder stays
            await Until.TrueAsync(async () => Folders(items).SetEquals(await StoredAsync(service)), "the leftover to go");
        }

        Assert.Contains(kept, Folders(items));
        Assert.Equal(package, await service.Client.GetBytesAsync($"api/v1/items/{kept}/data"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataRoot, "uploads")));
        await Until.TrueAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(service.DataRoot, "processes"), "*.json").Length == 1), "what killed processes said to go");
    }

    private static HashSet<string> Folders(string items) => [.. Directory.GetDirectories(items).Select(folder => Path.GetFileName(folder))];

    private static async Task<IEnumerable<string>> StoredAsync(ServiceProcess service) =>
        (await service.Client.GetAsync("api/v1/items")).AsArray().Select(item => (string)item!["id"]!);
}
