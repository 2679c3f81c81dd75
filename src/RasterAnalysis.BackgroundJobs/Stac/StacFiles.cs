using System.Globalization;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Stac;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>Makes the GeoTIFFs in processing instances: the assets are a stranger's files.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacFiles(StacIntake intake, ProcessingInstancePool pool) : IStacFiles, IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(30);
    private readonly SemaphoreSlim _places = new(AtOnce);

    public async Task<IReadOnlyList<MosaicMember>> MakeAsync(string document, Uri address, StacChoice? choice, string folder, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            var request = new StacRequest(document, address, "url", choice, null, "a layer is for no model that names its bands", TakesOne: false) { FetchesWhole = true };
            var stacks = await intake.TakeAsync(request, name => Path.Combine(folder, name), cancellationToken);
            var files = new List<MosaicMember>();
            foreach (var stack in stacks.Members)
            {
                var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{files.Count}.tif"));
                await WriteAsync(new InstanceRequest.WriteStack(stack.Path, path), cancellationToken);
                files.Add(new MosaicMember(stack.Name, path, IsTrusted: false));
            }

            return files;
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    private async Task WriteAsync(InstanceRequest.WriteStack request, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(Deadline);
        var instance = await pool.RentAsync(deadline.Token);
        try
        {
            await instance.CallAsync<bool>(request, null, null, deadline.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new RasterAccessException($"Putting the assets of a STAC item together took longer than {Deadline.TotalMinutes} minutes and was given up.");
        }
        finally
        {
            pool.Return(instance);
        }
    }
}
