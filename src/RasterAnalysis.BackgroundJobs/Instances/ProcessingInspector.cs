using RasterAnalysis.Catalog;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>Opens strangers' files in processing instances of the pool.</summary>
internal sealed class ProcessingInspector(ProcessingInstancePool pool, ModelTrials trials) : IProcessingInspector, IDisposable
{
    private const int AtOnce = 2;
    private static readonly TimeSpan Deadline = TimeSpan.FromMinutes(5);
    private readonly SemaphoreSlim _places = new(AtOnce);

    public Task<RasterInfo> DescribeRasterAsync(string path, bool isTrusted, CancellationToken cancellationToken) =>
        CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(path, isTrusted), cancellationToken);

    public Task<IReadOnlyList<PublishedClass>> ReadClassesAsync(string path, bool isTrusted, CancellationToken cancellationToken) =>
        CallAsync<IReadOnlyList<PublishedClass>>(new InstanceRequest.ReadClasses(path, isTrusted), cancellationToken);

    public Task<RasterInfo> DescribeMosaicAsync(IReadOnlyList<MosaicMember> members, string targetPath, CancellationToken cancellationToken) =>
        CallAsync<RasterInfo>(new InstanceRequest.DescribeMosaic(members, targetPath), cancellationToken);

    public async Task<(ModelDescription Description, IReadOnlyList<string> Warnings)> DescribeModelAsync(
        string definitionPath, bool runsPackageCode, Action? onConversion, CancellationToken cancellationToken)
    {
        var described = await trials.DescribeAsync(definitionPath, runsPackageCode, onConversion, cancellationToken);
        return (described.Description, described.Warnings);
    }

    public void Dispose() => _places.Dispose();

    private async Task<T> CallAsync<T>(InstanceRequest request, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(Deadline);
            var instance = await pool.RentAsync(deadline.Token);
            try
            {
                return await instance.CallAsync<T>(request, null, null, deadline.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                throw new RasterAccessException($"Opening the file took longer than {Deadline.TotalMinutes} minutes and was given up.");
            }
            finally
            {
                pool.Return(instance);
            }
        }
        finally
        {
            _places.Release();
        }
    }
}
