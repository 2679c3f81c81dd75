using RasterAnalysis.ImageServices;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>
/// What one job has going on with image services: at most four requests at once, no block twice, and what was learnt of the services' limits.
/// </summary>
/// <param name="folder">The job's folder.</param>
/// <param name="request">The job.</param>
/// <param name="clientOf">Makes the client of a service.</param>
/// <param name="say">Says something to the user.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class JobPages(
    string folder, JobRequest request, Func<ImageServiceSource, ImageServiceClient> clientOf, Func<string, Task> say) : IDisposable
{
    private const int RequestsAtOnce = 4;
    private readonly SemaphoreSlim _places = new(RequestsAtOnce);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Service> _services = [];

    /// <summary>The job's folder.</summary>
    public string Folder => folder;

    /// <summary>Fetches blocks of one service, in parallel.</summary>
    /// <param name="path">The service.</param>
    /// <param name="raster">Its description.</param>
    /// <param name="target">Folder for the files.</param>
    /// <param name="windows">The blocks.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task<IReadOnlyList<PageFile>> FetchAsync(
        string path, ImageServiceRaster raster, string target, IReadOnlyList<PixelWindow> windows, CancellationToken cancellationToken)
    {
        var service = ServiceOf(path, raster);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var tasks = windows.Select(async window =>
        {
            try
            {
                using var turn = await service.TurnAsync(window, stop.Token);

                // another instance has made the page since this one looked: there is nothing to fetch, and nothing to make
                return File.Exists(Path.Combine(target, ImageServiceRaster.PageFileName(window))) ? []
                    : await new BlockFetch(service.Client, service.Limit, _places, raster, service.Source, target, say).FetchAsync(window, stop.Token);
            }
            catch
            {
                await stop.CancelAsync(); // the others would be fetched for nothing
                throw;
            }
        }).ToArray();
        try
        {
            return [.. (await Task.WhenAll(tasks)).SelectMany(files => files)];
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // not the cancelled ones but the one that failed says why
            throw tasks.Select(task => task.Exception?.InnerException).First(exception => exception is not null)!;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _places.Dispose();

    private Service ServiceOf(string path, ImageServiceRaster raster)
    {
        lock (_lock)
        {
            if (!_services.TryGetValue(path, out var service))
            {
                var source = SourceOf(raster.Role) ?? throw new RasterAccessException($"The job has no image service as {raster.Role}.");
                _services[path] = service = new Service(source, clientOf(source), new BlockLimit(raster.PageSide));
            }

            return service;
        }
    }

    private ImageServiceSource? SourceOf(string role) => role switch
    {
        ImageServiceRoles.Raster => request.Input.Service,
        ImageServiceRoles.Mask => request.MaskRaster?.Service,
        ImageServiceRoles.Snap => request.SnapRaster?.Service,
        ImageServiceRoles.CellSize => request.CellSizeRaster?.Service,
        _ => null,
    };

    private sealed record Service(ImageServiceSource Source, ImageServiceClient Client, BlockLimit Limit)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<PixelWindow, (SemaphoreSlim Gate, int Users)> _turns = [];

        /// <summary>Two instances that want the same block take turns: the second finds the file.</summary>
        public async Task<IDisposable> TurnAsync(PixelWindow window, CancellationToken cancellationToken)
        {
            SemaphoreSlim gate;
            lock (_lock)
            {
                var entry = _turns.TryGetValue(window, out var found) ? found : (Gate: new SemaphoreSlim(1), Users: 0);
                gate = entry.Gate;
                _turns[window] = (gate, entry.Users + 1);
            }

            try
            {
                await gate.WaitAsync(cancellationToken);
            }
            catch
            {
                Leave(window);
                throw;
            }

            return new Turn(() =>
            {
                gate.Release();
                Leave(window);
            });
        }

        private void Leave(PixelWindow window)
        {
            lock (_lock)
            {
                var (gate, users) = _turns[window];
                if (users > 1)
                {
                    _turns[window] = (gate, users - 1);
                    return;
                }

                _turns.Remove(window);
                gate.Dispose();
            }
        }
    }

    private sealed class Turn(Action leave) : IDisposable
    {
        public void Dispose() => leave();
    }
}
