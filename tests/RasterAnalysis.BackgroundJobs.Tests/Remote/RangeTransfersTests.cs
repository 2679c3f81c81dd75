using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing;

namespace RasterAnalysis.BackgroundJobs.Tests.Remote;

public sealed class RangeTransfersTests : IDisposable
{
    private const int Block = BlockFile.BlockBytes;
    private static readonly RemoteRasterOptions Options = new() { Patience = TimeSpan.FromSeconds(2) };
    private readonly RangeServer _server = new([.. Enumerable.Range(0, (40 * Block) + 100).Select(i => (byte)(i * 31 / 7))]);
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-ranges-").FullName;
    private readonly OpenCloudStores _stores = new(new Dictionary<string, CloudStoreOptions>());
    private readonly RemoteRequests _requests;
    private readonly RangeClient _client;
    private readonly RangeTransfers _transfers;
    private long _grown;

    public RangeTransfersTests()
    {
        _requests = new RemoteRequests(new HostRules(["127.0.0.1"]), _stores);
        _client = new RangeClient(_requests, Options) { FirstPause = TimeSpan.FromMilliseconds(10) };
        _transfers = new RangeTransfers(_client, new JobLimits(), bytes => Interlocked.Add(ref _grown, bytes));
    }

    private RemoteRaster Raster => new(_server.Address, new RemoteVersion(_server.Content.Length, "\"one\"", null), Path.Combine(_folder, "blocks"));

    public void Dispose()
    {
        _transfers.Dispose();
        _requests.Dispose();
        _stores.Dispose();
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Blocks_that_many_ask_for_at_once_are_fetched_once()
    {
        _server.Latency = TimeSpan.FromMilliseconds(100);

        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => EnsureAsync(new BlockRange(i, 20))));

        AssertThere(0, 31);
        Assert.Equal(31L * Block, _server.Bytes);
        Assert.Equal(31L * Block, _grown);
    }

    [Fact]
    public async Task The_last_block_is_as_long_as_the_file_goes()
    {
        await EnsureAsync(new BlockRange(39, 2));

        AssertThere(39, 41);
        Assert.Equal([(39L * Block, _server.Content.Length - 1L)], _server.Sent);
    }

    [Fact]
    public async Task Blocks_that_follow_one_another_come_in_one_request_and_what_is_there_is_left_out()
    {
        await EnsureAsync(new BlockRange(10, 2));
        await EnsureAsync(new BlockRange(8, 8), new BlockRange(20, 3));

        Assert.Equal([(8L * Block, (10L * Block) - 1), (10L * Block, (12L * Block) - 1), (12L * Block, (16L * Block) - 1), (20L * Block, (23L * Block) - 1)], _server.Sent.Order());
    }

    [Fact]
    public async Task An_answer_that_breaks_off_goes_on_behind_its_last_whole_block()
    {
        _server.Fault = number => number == 1 ? RangeFault.Short : RangeFault.None;

        await EnsureAsync(new BlockRange(0, 9));

        AssertThere(0, 9);
        Assert.Equal(4L * Block, _server.Sent[1].From);
    }

    [Fact]
    public async Task One_who_gives_up_leaves_the_blocks_to_the_others()
    {
        _server.Latency = TimeSpan.FromMilliseconds(300);
        using var stop = new CancellationTokenSource();
        var first = _transfers.EnsureAsync(Raster, [new BlockRange(0, 4)], stop.Token);
        var second = EnsureAsync(new BlockRange(2, 4));

        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await second;
        AssertThere(2, 6);
    }

    [Fact]
    public async Task A_failure_is_that_of_all_who_wait_for_it()
    {
        _server.Latency = TimeSpan.FromMilliseconds(100);
        _server.Fault = _ => RangeFault.OtherRange;
        Task[] all = [EnsureAsync(new BlockRange(6, 4)), EnsureAsync(new BlockRange(7, 2))];

        foreach (var task in all)
        {
            Assert.Contains("was asked for bytes ", (await Assert.ThrowsAsync<RasterAccessException>(() => task)).Message, StringComparison.Ordinal);
        }

        Assert.Equal(1, _server.Requests);

        // and is none any more when it has passed
        _server.Fault = _ => RangeFault.None;
        await EnsureAsync(new BlockRange(7, 2));
        AssertThere(7, 9);
    }

    [Fact]
    public async Task A_block_that_the_disk_has_otherwise_than_it_was_written_is_fetched_again()
    {
        await EnsureAsync(new BlockRange(0, 3));
        using (var data = File.OpenHandle(BlockFile.DataPath(Raster.Folder), FileMode.Open, FileAccess.Write))
        {
            RandomAccess.Write(data, new byte[Block], Block);
        }

        await EnsureAsync(new BlockRange(0, 3));

        AssertThere(0, 3);
        Assert.Equal(4L * Block, _server.Bytes);
    }

    [Fact]
    public async Task More_than_the_settings_allow_is_refused_before_it_is_fetched()
    {
        using var bounded = new RangeTransfers(_client, new JobLimits { MaxFileBytes = 5 * Block }, _ => { });
        await bounded.EnsureAsync(Raster, [new BlockRange(0, 4)], CancellationToken.None);

        var refused = await Assert.ThrowsAsync<RasterAccessException>(() => bounded.EnsureAsync(Raster, [new BlockRange(4, 2)], CancellationToken.None));

        Assert.Contains("Limits__MaxFileBytes", refused.Message, StringComparison.Ordinal);
        Assert.Equal(4L * Block, _server.Bytes);
    }

    [Fact]
    public async Task A_host_that_is_no_longer_listed_is_not_asked()
    {
        using var requests = new RemoteRequests(new HostRules(["example.org"]), _stores);
        using var transfers = new RangeTransfers(new RangeClient(requests, Options), new JobLimits(), _ => { });

        await Assert.ThrowsAsync<RasterAccessException>(() => transfers.EnsureAsync(Raster, [new BlockRange(0, 1)], CancellationToken.None));
        Assert.Equal(0, _server.Requests);
    }

    private Task EnsureAsync(params BlockRange[] ranges) => _transfers.EnsureAsync(Raster, ranges, CancellationToken.None);

    private void AssertThere(int first, int end)
    {
        using var file = BlockFile.Open(Raster.Folder, _server.Content.Length);
        var buffer = new byte[Block];
        for (var block = first; block < end; block++)
        {
            Assert.True(file.TryRead(block, buffer), $"block {block}");
            Assert.True(_server.Content.AsSpan(block * Block, file.BytesOf(block)).SequenceEqual(buffer.AsSpan(0, file.BytesOf(block))), $"block {block}");
        }
    }
}
