using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>
/// Has the rasters of items read where they lie: what a job reads by ranges, with its description in the item's folder. What is named by an address that will expire is not among them.
/// </summary>
internal sealed class RemoteLayers(RemoteRasters rasters) : IRemoteLayers
{
    public async Task<(string Path, long Bytes)?> TryTakeAsync(Uri address, string itemFolder, int number, CancellationToken cancellationToken) =>
        !SignedAddress.IsSigned(address) && await rasters.TryTakeAsync(address, Path.Combine(itemFolder, $"remote-{number}.json"), cancellationToken) is { } taken ? (taken.Path, taken.Bytes) : null;
}
