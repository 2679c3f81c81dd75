using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Files;
using RasterAnalysis.Json;
using RasterAnalysis.Processing;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters.Stacks;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>
/// Brings assets of STAC items to where instances can open them: at once, or when an instance finds that it needs them. Until then their addresses lie sealed beside the stack's description, for
/// whoever comes after a restart.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacAssets(RemoteRasters rasters, IRemoteFiles remote, SecretBox secrets, DataLayout layout) : IRangeFetcher
{
    private const int AtOnce = 8;
    private const string PendingExtension = ".pending";

    /// <summary>Brings assets.</summary>
    /// <param name="stacks">The assets of each stack.</param>
    /// <param name="folder">Where their files go.</param>
    /// <param name="isWhole">Whether all of each will be read, so that they are not read by ranges.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <returns>The files of each stack.</returns>
    /// <exception cref="RasterAccessException">An asset cannot be fetched.</exception>
    public async Task<IReadOnlyList<IReadOnlyList<StackedFile>>> FetchAsync(
        IReadOnlyList<IReadOnlyList<PendingAsset>> stacks, string folder, bool isWhole, CancellationToken cancellationToken)
    {
        var files = stacks.Select(assets => new StackedFile[assets.Count]).ToArray();
        var all = stacks.Index().SelectMany(stack => stack.Item.Index().Select(asset => (Stack: stack.Index, File: asset.Index, Asset: asset.Item)));
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (place, stop) =>
        {
            files[place.Stack][place.File] = await FetchAsync(place.Asset, folder, isWhole, stop);
        });
        return files;
    }

    /// <summary>Describes a stack whose assets are brought when they are needed.</summary>
    /// <param name="description">Full path of the description to write, in the folder of a job.</param>
    /// <param name="stack">The stack, with its footprint and without its files.</param>
    /// <param name="assets">The assets.</param>
    /// <param name="cancellationToken">Stops.</param>
    public async Task PostponeAsync(string description, RasterStack stack, IReadOnlyList<PendingAsset> assets, CancellationToken cancellationToken)
    {
        await File.WriteAllTextAsync(Path.ChangeExtension(description, PendingExtension), secrets.Seal(PlanJson.Write(assets)), cancellationToken);
        await File.WriteAllTextAsync(description, PlanJson.Write(stack), cancellationToken);
    }

    /// <inheritdoc/>
    public Task FetchAsync(string path, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken) => rasters.FetchAsync(path, ranges, cancellationToken);

    /// <inheritdoc/>
    public async Task BringAsync(IReadOnlyList<string> stacks, CancellationToken cancellationToken)
    {
        var pending = new List<(string Description, RasterStack Stack, IReadOnlyList<PendingAsset> Assets)>();
        foreach (var path in stacks.Distinct())
        {
            var description = RasterStackPath.FileOf(path) is { } named ? Path.GetFullPath(named) : "";
            if (Path.GetDirectoryName(Path.GetDirectoryName(description)) != layout.JobsFolder || !File.Exists(description))
            {
                throw new RasterAccessException("The assets of a STAC item that belongs to no job were asked for.");
            }

            if (PlanJson.Read<RasterStack>(await File.ReadAllTextAsync(description, cancellationToken)) is { IsPending: true } stack)
            {
                pending.Add((description, stack, PlanJson.Read<IReadOnlyList<PendingAsset>>(
                    secrets.Open(await File.ReadAllTextAsync(Path.ChangeExtension(description, PendingExtension), cancellationToken)))));
            }
        }

        foreach (var job in pending.GroupBy(stack => Path.GetDirectoryName(stack.Description)!))
        {
            var files = await FetchAsync([.. job.Select(stack => stack.Assets)], job.Key, isWhole: false, cancellationToken);
            foreach (var (stack, own) in job.Zip(files))
            {
                WholeFile.Write(stack.Description, PlanJson.Write(stack.Stack with { Files = own, Footprint = null }));
                File.Delete(Path.ChangeExtension(stack.Description, PendingExtension));
            }
        }
    }

    private async Task<StackedFile> FetchAsync(PendingAsset asset, string folder, bool isWhole, CancellationToken cancellationToken)
    {
        try
        {
            if (!isWhole && await rasters.TryTakeAsync(asset.Address, Path.Combine(folder, $"{asset.File}.json"), cancellationToken) is not null)
            {
                return new StackedFile($"{asset.File}.json", true, asset.Title, asset.Bands);
            }

            await remote.DownloadAsync(asset.Address, Path.Combine(folder, $"{asset.File}.raster"), cancellationToken);
            return new StackedFile($"{asset.File}.raster", false, asset.Title, asset.Bands);
        }
        catch (RasterAccessException exception)
        {
            throw new RasterAccessException($"{asset.Place} of the STAC item '{asset.Item}': {exception.Message}", exception.IsTransient, exception);
        }
    }
}
