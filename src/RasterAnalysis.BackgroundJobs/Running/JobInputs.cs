using RasterAnalysis.BackgroundJobs.ImageServices;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Brings a job's inputs to where an instance can open them: fetches addresses, or has them read by ranges, and unpacks packages.</summary>
internal sealed class JobInputs(IRemoteFiles remote, RemoteRasters rasters, ImageServiceIntake services)
{
    /// <summary>A raster's file, and whether every driver may open it.</summary>
    /// <param name="location">Where the raster is.</param>
    /// <param name="role">What it is to the job; the name of the file that is fetched.</param>
    /// <param name="scratch">Where that file goes.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <param name="eachItem">Whether the rasters of a mosaic service are wanted one by one.</param>
    public async Task<InputLocation> RasterAsync(
        InputLocation location, string role, JobScratch scratch, CancellationToken cancellationToken, bool eachItem = false)
    {
        if (location.Service is { } service)
        {
            return eachItem && await services.TakeItemsAsync(service, role, scratch.ImageServices, cancellationToken) is { } items
                ? new InputLocation(items[0].Path, Members: items)
                : new InputLocation(await services.TakeAsync(service, role, scratch.ImageServices, cancellationToken));
        }

        // a layer on another server is the file that is there now, and that one to the job's end
        var address = location.Path is { } path ? rasters.AddressOf(path) : location.Url;
        if (address is null)
        {
            return location;
        }

        if (await rasters.TryTakeAsync(address, scratch.FetchedInput($"{role}.json"), cancellationToken) is { } ranged)
        {
            return new InputLocation(ranged.Path);
        }

        var fetched = scratch.FetchedInput(role + SafeExtension(address));
        await remote.DownloadAsync(address, fetched, cancellationToken);
        return new InputLocation(fetched);
    }

    /// <summary>The model: a folder with an unpacked package, or an <c>.emd</c> whose network lies beside it.</summary>
    public async Task<string> ModelAsync(InputLocation location, JobScratch scratch, CancellationToken cancellationToken)
    {
        if (location.Document is not null)
        {
            throw new ModelPackageException(
                "The model definition was given in the request, so there is no network beside it; upload the package and name it by itemId.");
        }

        var archive = location.Path;
        if (archive is null)
        {
            archive = scratch.FetchedInput("model.dlpk");
            await remote.DownloadAsync(PortalItemAddress.DataOf(location.Url!), archive, cancellationToken);
        }

        if (Path.GetExtension(archive).Equals(".emd", StringComparison.OrdinalIgnoreCase))
        {
            return archive;
        }

        // an uploaded item was unpacked when it came in
        var beside = Path.Combine(Path.GetDirectoryName(archive)!, "package");
        if (!location.IsTrusted && location.Path is not null && Directory.Exists(beside))
        {
            return beside;
        }

        if (Directory.Exists(scratch.PackageFolder))
        {
            Directory.Delete(scratch.PackageFolder, recursive: true);
        }

        await using var stream = File.OpenRead(archive);
        ModelPackageArchive.Extract(stream, scratch.PackageFolder, null, cancellationToken);
        return scratch.PackageFolder;
    }

    private static string SafeExtension(Uri url)
    {
        var extension = Path.GetExtension(url.AbsolutePath);
        return extension.Length is > 1 and <= 8 && extension[1..].All(char.IsAsciiLetterOrDigit) ? extension : ".tif";
    }
}
