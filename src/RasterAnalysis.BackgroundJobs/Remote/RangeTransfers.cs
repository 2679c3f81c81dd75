using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>Brings blocks of one file to its folder, for all who ask: no block twice, and at most four requests at once.</summary>
/// <param name="client">Asks the server.</param>
/// <param name="limits">Bounds a file.</param>
/// <param name="grew">Told how many bytes came.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class RangeTransfers(RangeClient client, JobLimits limits, Action<long> grew) : IDisposable
{
    private const int RequestsAtOnce = 4;

    // 8 MiB: large enough that waiting for the first byte is a small part, small enough that several run side by side
    private const int MostBlocks = 512;
    private readonly SemaphoreSlim _places = new(RequestsAtOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<long, TaskCompletionSource<RasterAnalysisException?>> _claims = [];
    private long _held = -1;

    /// <summary>Fetches the blocks that are not there, and waits until all are.</summary>
    /// <param name="raster">The file.</param>
    /// <param name="ranges">The blocks.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The server does not give them.</exception>
    /// <exception cref="IOException">There is no room for them.</exception>
    public async Task EnsureAsync(RemoteRaster raster, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken)
    {
        using var file = BlockFile.OpenOrCreate(raster.Folder, raster.Version.Length);
        while (true)
        {
            var missing = Missing(file, ranges.SelectMany(BlocksOf));
            if (missing.Count == 0)
            {
                return;
            }

            var (mine, done, others) = Claim(missing);
            if (mine.Count > 0)
            {
                await FetchClaimedAsync(raster, file, mine, done, cancellationToken);
            }

            foreach (var other in others)
            {
                // null too where whoever fetched was cancelled: then it is looked again
                if (await other.WaitAsync(cancellationToken) is { } failure)
                {
                    throw failure;
                }
            }
        }
    }

    /// <summary>Takes blocks that came with the first look at a file.</summary>
    public void Store(RemoteRaster raster, ReadOnlySpan<byte> head)
    {
        using var file = BlockFile.OpenOrCreate(raster.Folder, raster.Version.Length);
        var buffer = new byte[BlockFile.BlockBytes];
        for (var block = 0L; block < file.BlockCount && (block * BlockFile.BlockBytes) + file.BytesOf(block) <= head.Length; block++)
        {
            if (!file.TryRead(block, buffer))
            {
                file.Write(block, head.Slice((int)block * BlockFile.BlockBytes, file.BytesOf(block)));
                Hold(raster, BlockFile.BlockBytes);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private static IEnumerable<long> BlocksOf(BlockRange range)
    {
        for (var block = range.First; block < range.End; block++)
        {
            yield return block;
        }
    }

    private static List<long> Missing(BlockFile file, IEnumerable<long> blocks)
    {
        var buffer = new byte[BlockFile.BlockBytes];
        return [.. blocks.Where(block => !file.TryRead(block, buffer))];
    }

    /// <summary>Takes those blocks that nobody is fetching.</summary>
    private (List<long> Mine, TaskCompletionSource<RasterAnalysisException?> Done, Task<RasterAnalysisException?>[] Others) Claim(List<long> blocks)
    {
        var done = new TaskCompletionSource<RasterAnalysisException?>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_lock)
        {
            Task<RasterAnalysisException?>[] others = [.. blocks.Where(_claims.ContainsKey).Select(block => _claims[block].Task).Distinct()];
            List<long> mine = [.. blocks.Where(block => _claims.TryAdd(block, done))];
            return (mine, done, others);
        }
    }

    private async Task FetchClaimedAsync(
        RemoteRaster raster, BlockFile file, List<long> mine, TaskCompletionSource<RasterAnalysisException?> done, CancellationToken cancellationToken)
    {
        RasterAnalysisException? failure = null;
        try
        {
            // whoever had them before may have finished since
            var missing = Missing(file, mine);
            Require(raster, missing.Count * (long)BlockFile.BlockBytes);
            await FetchAsync(raster, file, BlockRange.Of(missing, MostBlocks), cancellationToken);
        }
        catch (RasterAnalysisException exception)
        {
            failure = exception;
            throw;
        }
        finally
        {
            lock (_lock)
            {
                mine.ForEach(block => _claims.Remove(block));
            }

            done.SetResult(failure);
        }
    }

    private async Task FetchAsync(RemoteRaster raster, BlockFile file, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = ranges.Select(async range =>
        {
            try
            {
                await _places.WaitAsync(stop.Token);
                try
                {
                    await client.FetchAsync(raster.Address, raster.Version, range, file.Write, stop.Token);
                }
                finally
                {
                    _places.Release();
                }

                var bytes = range.Count * BlockFile.BlockBytes;
                Hold(raster, bytes);
                grew(bytes);
            }
            catch
            {
                await stop.CancelAsync(); // the others would be fetched for nothing
                throw;
            }
        }).ToArray();
        try
        {
            await Task.WhenAll(tasks);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // not the cancelled ones but the one that failed says why
            throw tasks.Select(task => task.Exception?.InnerException).First(exception => exception is not null)!;
        }
    }

    private void Require(RemoteRaster raster, long more)
    {
        if (Hold(raster, 0) + more > Math.Max(limits.MaxFileBytes, BlockFile.BlockBytes))
        {
            throw new RasterAccessException($"More than the {limits.MaxFileBytes} bytes that the settings allow (Limits__MaxFileBytes) would have to be read of a raster of another server; give a smaller extent.");
        }
    }

    private long Hold(RemoteRaster raster, long more)
    {
        lock (_lock)
        {
            _held = (_held < 0 ? BlockFile.WrittenBytes(raster.Folder) : _held + more);
            return _held;
        }
    }
}
