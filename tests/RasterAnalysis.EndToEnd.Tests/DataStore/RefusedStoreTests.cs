using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.DataStore;

/// <summary>A data store that cannot be used keeps a machine from starting, in one sentence.</summary>
public sealed class RefusedStoreTests(OwnPostgreSql server) : IClassFixture<OwnPostgreSql>
{
    private const int Configuration = 78;
    private const int Passing = 75;

    [Fact]
    public async Task A_machine_with_other_keys_is_refused_and_with_the_right_ones_it_starts()
    {
        await using var machines = await StoreMachines.StartAsync(await server.CreateDatabaseAsync());
        var node = machines.NewNode();
        node.Start();

        Assert.Equal(Configuration, await node.EndedAsync());
        Assert.Contains("RasterAnalysis__DataStore", node.Log, StringComparison.Ordinal);
        Assert.Contains("copy secrets.key and provenance.key from the DataRoot of one of them into", node.Log, StringComparison.Ordinal);

        // one that has made keys of its own before
        await File.WriteAllBytesAsync(Path.Combine(node.DataRoot, "secrets.key"), new byte[32], TestContext.Current.CancellationToken);
        node.Start();
        Assert.Equal(Configuration, await node.EndedAsync());
        File.Delete(Path.Combine(node.DataRoot, "secrets.key"));
        File.Delete(Path.Combine(node.DataRoot, "provenance.key"));
        machines.CopyKeys(node.DataRoot);
        node.Start();
        await Until.TrueAsync(() => Task.FromResult(node.Log.Contains("Hangfire Server started", StringComparison.Ordinal) || node.Log.Contains("Application started", StringComparison.Ordinal)), "the node");
    }

    [Theory]
    [InlineData("PUT", 403, Configuration, "cannot be read and written, which the data store has to be: The cloud store 'Own' answered 403")]
    [InlineData("GET", 403, Configuration, "cannot be read and written, which the data store has to be: The data store answered 403")]
    [InlineData("PUT", 503, Passing, "/cloudStores/Own/service cannot be reached: The cloud store 'Own' answered 503")]
    public async Task A_store_that_cannot_be_used(string method, int status, int exitCode, string words)
    {
        await using var machines = StoreMachines.Of(await server.CreateDatabaseAsync());
        machines.Bucket.Refuse = (asked, _) => asked == method ? status : null;

        var (code, said) = await machines.Web.RefusedAsync();

        Assert.Equal(exitCode, code);
        Assert.Contains("RasterAnalysis__DataStore", said, StringComparison.Ordinal);
        Assert.Contains(words, said, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", said, StringComparison.Ordinal);
    }
}
