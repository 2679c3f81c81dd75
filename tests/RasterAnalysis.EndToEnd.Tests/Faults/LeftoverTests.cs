using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Hostile;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>What a kill in the middle of an upload leaves is gone after the next start.</summary>
[Collection("Faults")]
public sealed class LeftoverTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private static readonly byte[] Endless = HostilePackages.WithNetwork(HostileNetworks.ThatNeverEnds());

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
            // tried without an end, so that the kill comes before the answer and before the record of the item
            var upload = service.Client.TryAddAsync(Endless, $"cut{round}.dlpk");
            await Until.TrueAsync(() => Task.FromResult(service.InstanceIds().Count > 0 && Directory.GetDirectories(items).Length == 2), "the upload to be tried in its folder");
            await service.KillAsync();
            await Assert.ThrowsAnyAsync<Exception>(() => upload);
            Assert.Equal(2, Directory.GetDirectories(items).Length);

            await service.StartAsync();

            await Until.TrueAsync(() => Task.FromResult(Directory.GetDirectories(items).Length == 1), "the leftover to go");
        }

        Assert.Equal(kept, Path.GetFileName(Assert.Single(Directory.GetDirectories(items))));
        Assert.Equal(package, await service.Client.GetBytesAsync($"api/v1/items/{kept}/data"));
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(service.DataRoot, "uploads")));
        await Until.TrueAsync(() => Task.FromResult(Directory.GetFiles(Path.Combine(service.DataRoot, "processes"), "*.json").Length == 1), "what killed processes said to go");
    }
}
