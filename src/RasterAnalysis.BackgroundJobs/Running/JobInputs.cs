using RasterAnalysis.BackgroundJobs.ImageServices;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Stac;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Requests;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Brings a job's inputs to where an instance can open them: fetches addresses, or has them read by ranges, and unpacks packages.</summary>
internal sealed class JobInputs(IRemoteFiles remote, RemoteRasters rasters, ImageServiceIntake services, StacIntake stac, ICatalogStore catalog)
{
    /// <summary>A raster's file, and whether every driver may open it.</summary>
    /// <param name="location">Where the raster is.</param>
    /// <param name="role">What it is to the job; the name of the file that is fetched.</param>
    /// <param name="scratch">Where that file goes.</param>
    /// <param name="cancellationToken">Stops the fetching.</param>
    /// <param name="eachItem">Whether the rasters of a mosaic service are wanted one by one.</param>
    /// <param name="modelPath">The model for which it is; null where it is for none.</param>
    /// <param name="arguments">The model's arguments.</param>
    /// <param name="say">Hears what users should know.</param>
    /// <param name="isPart">Whether only a part of the raster is wanted.</param>
    public async Task<InputLocation> RasterAsync(
        InputLocation location, string role, JobScratch scratch, CancellationToken cancellationToken, bool eachItem = false, string? modelPath = null,
        ModelArguments? arguments = null, Func<JobMessageType, string, CancellationToken, Task>? say = null, bool isPart = false)
    {
        if (location.Service is { } service)
        {
            return eachItem && await services.TakeItemsAsync(service, role, scratch.ImageServices, cancellationToken) is { } items
                ? new InputLocation(items[0].Path, Members: items)
                : new InputLocation(await services.TakeAsync(service, role, scratch.ImageServices, cancellationToken));
        }

        await BringAsync(location, cancellationToken);

        // a layer on another server is the file that is there now, and that one to the job's end
        var address = location.Path is { } path ? rasters.AddressOf(path) : location.Url;
        if (address is null)
        {
            return location is { IsMosaicItem: true, Members: null, ItemId: { } id, Path: { } file } && (eachItem || !MosaicIndex.IsThere(file))
                ? location with { Members = await MembersAsync(id, cancellationToken) } : location;
        }

        if (await rasters.TryTakeAsync(address, scratch.FetchedInput($"{role}.json"), cancellationToken) is { } ranged)
        {
            RefuseChoice(location, role);
            return new InputLocation(ranged.Path);
        }

        var fetched = scratch.FetchedInput(role + SafeExtension(address));
        await remote.DownloadAsync(address, fetched, cancellationToken);
        if (!StacDocument.IsOne(fetched))
        {
            RefuseChoice(location, role);
            return new InputLocation(FetchedVariables.IsOne(fetched) ? VariablesOf(fetched, address, scratch.FetchedInput(role)) : fetched);
        }

        try
        {
            var (bands, why) = modelPath is null ? (null, "one is taken here") : ModelBands.Of(modelPath, arguments);
            var request = new StacRequest(fetched, address, FieldOf(role), location.Stac, bands, why, TakesOne: modelPath is null) { IsPart = isPart && !eachItem };
            return await FromStacAsync(await stac.TakeAsync(request, name => scratch.FetchedInput($"{role}-{name}"), cancellationToken), say, cancellationToken);
        }
        finally
        {
            // its hrefs may be signed
            File.Delete(fetched);
        }
    }

    // under the name that messages have for it
    private static string VariablesOf(string fetched, Uri address, string folder)
    {
        var file = Path.Combine(Directory.CreateDirectory(folder).FullName, FetchedVariables.NameOf(address));
        File.Move(fetched, file, overwrite: true);
        return FetchedVariables.Of(file, Uri.UnescapeDataString(address.Fragment.TrimStart('#')));
    }

    private static async Task<InputLocation> FromStacAsync(StacRaster raster, Func<JobMessageType, string, CancellationToken, Task>? say, CancellationToken cancellationToken)
    {
        if (say is not null)
        {
            foreach (var (type, text) in raster.Notes.Select(note => (JobMessageType.Informative, note)).Concat(raster.Warnings.Select(warning => (JobMessageType.Warning, warning))))
            {
                await say(type, text, cancellationToken);
            }
        }

        return new InputLocation(raster.Members[0].Path, Members: raster.Members.Count > 1 ? raster.Members : null);
    }

    /// <summary>
    /// Sees to it that an item's files are here: a forecast has no job that brought them, and a verification's job brought what it names itself, not what the job names whose
    /// result it verifies. Where one was deleted meanwhile whoever opens them says so.
    /// </summary>
    private Task BringAsync(InputLocation location, CancellationToken cancellationToken) => location.ItemId is { } id ? catalog.FindAsync(id, cancellationToken) : Task.CompletedTask;

    private async Task<IReadOnlyList<MosaicMember>> MembersAsync(string id, CancellationToken cancellationToken) => await catalog.FindAsync(id, cancellationToken) is { } item
        ? item.Members : throw new RasterAccessException($"The item '{id}' was deleted meanwhile.");

    private static void RefuseChoice(InputLocation location, string role)
    {
        if (location.Stac is { } choice)
        {
            throw new InvalidRequestException(
                $"{FieldOf(role)}.{(choice.Assets is null ? "values" : "assets")}", "is only for STAC documents, and the address leads to a raster; leave it out.");
        }
    }

    private static string FieldOf(string role) => role switch
    {
        ImageServiceRoles.Mask => "context.mask",
        ImageServiceRoles.Snap => "context.snapRaster",
        ImageServiceRoles.CellSize => "context.cellSize",
        _ => "inputRaster",
    };

    /// <summary>The model: a folder with an unpacked package, or an <c>.emd</c> whose network lies beside it.</summary>
    public async Task<string> ModelAsync(InputLocation location, JobScratch scratch, CancellationToken cancellationToken)
    {
        if (location.Document is not null)
        {
            throw new ModelPackageException(
                "The model definition was given in the request, so there is no network beside it; upload the package and name it by itemId.");
        }

        await BringAsync(location, cancellationToken);
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
