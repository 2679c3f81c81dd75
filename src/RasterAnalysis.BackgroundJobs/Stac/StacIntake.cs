using System.Globalization;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>
/// Makes rasters of a STAC document: chooses the assets of each item, has each read by ranges or fetches it, and writes the descriptions of stacks beside them. Every address is checked before
/// any is asked.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacIntake(HostRules hosts, RemoteRasters rasters, IRemoteFiles remote)
{
    private const int AtOnce = 8;
    private const int MostFiles = 4096;
    private const int MostNoted = 20;

    /// <summary>Brings all assets that are wanted to where instances can open them.</summary>
    /// <param name="request">The document, and what is wanted of it.</param>
    /// <param name="pathOf">Gives names the full path of a file in the job's folder.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="InvalidRequestException">The document is none, or leads to where nothing may be fetched.</exception>
    /// <exception cref="RasterAccessException">An asset cannot be fetched.</exception>
    public async Task<StacRaster> TakeAsync(StacRequest request, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        var document = StacDocument.Read(request.Path, request.Address, request.Field);
        (StacItem Item, IReadOnlyList<(PickedAsset Picked, Uri Address)> Files)[] items = [.. document.Items.Select(item => (item, Files(item, request)))];
        if (items.Sum(item => item.Files.Count) > MostFiles)
        {
            throw new InvalidRequestException(request.Field, $"has {items.Sum(item => item.Files.Count)} assets to read; {MostFiles} are the most. Ask for fewer items.");
        }

        if (request.TakesOne && (items.Length > 1 || items[0].Files.Count > 1))
        {
            throw new InvalidRequestException(request.Field, $"takes one asset of one STAC item, but names {items.Length} item{(items.Length == 1 ? "" : "s")} and {items[0].Files.Count} assets of the first; name one as \"assets\".");
        }

        var stacked = items.Select(item => new StackedFile[item.Files.Count]).ToArray();
        var all = items.Index().SelectMany(item => item.Item.Files.Index().Select(file => (Item: item.Index, File: file.Index)));
        await Parallel.ForEachAsync(all, new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken }, async (place, stop) =>
        {
            var (item, files) = items[place.Item];
            stacked[place.Item][place.File] = await FetchAsync(
                item, request.FetchesWhole, files[place.File].Picked, files[place.File].Address, string.Create(CultureInfo.InvariantCulture, $"{place.Item}-{place.File}"), pathOf, stop);
        });
        var members = new List<MosaicMember>();
        foreach (var ((item, _), files) in items.Zip(stacked))
        {
            var description = pathOf(string.Create(CultureInfo.InvariantCulture, $"{members.Count}-stack.json"));
            await File.WriteAllTextAsync(description, PlanJson.Write(new RasterStack(item.Id, files, request.Choice?.AreStored == true)), cancellationToken);
            members.Add(new MosaicMember(item.Id, RasterStackPath.Of(description), IsTrusted: false));
        }

        return new StacRaster(members, Notes(items), document.HasMore
            ? [$"{request.Field}: the STAC document says that there are more items on a next page, which is not read; ask for more of them at once (limit), {StacDocument.MostItems} at most."] : []);
    }

    private (PickedAsset Picked, Uri Address)[] Files(StacItem item, StacRequest request) =>
        [.. StacPicker.Pick(item, request.Choice?.Assets, request.Bands, request.WhyNoNames, request.Field)
            .Select(picked => (picked, StacAddresses.Of(item, picked.Asset, hosts, request.Field)))];

    private async Task<StackedFile> FetchAsync(
        StacItem item, bool isWhole, PickedAsset picked, Uri address, string name, Func<string, string> pathOf, CancellationToken cancellationToken)
    {
        var bands = picked.Bands.Select(band => new StackedBand(band.Name, band.NoData, band.Scale ?? 1, item.IsOffsetApplied ? 0 : band.Offset ?? 0)).ToArray();
        var title = $"{picked.Asset.Key} of {item.Id}";
        try
        {
            if (!isWhole && await rasters.TryTakeAsync(address, pathOf($"{name}.json"), cancellationToken) is not null)
            {
                return new StackedFile(Path.GetFileName(pathOf($"{name}.json")), true, title, bands);
            }

            var path = pathOf($"{name}.raster");
            await remote.DownloadAsync(address, path, cancellationToken);
            return new StackedFile(Path.GetFileName(path), false, title, bands);
        }
        catch (RasterAccessException exception)
        {
            throw new RasterAccessException($"{StacAddresses.PlaceOf(item, picked.Asset)} of the STAC item '{item.Id}': {exception.Message}", exception.IsTransient, exception);
        }
    }

    private static List<string> Notes((StacItem Item, IReadOnlyList<(PickedAsset Picked, Uri Address)> Files)[] items)
    {
        var notes = new List<string>();
        if (items.Length > 1)
        {
            notes.Add($"{items.Length} STAC items are read as a mosaic, those with the least clouds on top, and of these the newest.");
        }

        notes.AddRange(items.Take(MostNoted).Select(item => Note(item.Item, item.Files)));
        if (items.Length > MostNoted)
        {
            notes.Add($"Below these lie {items.Length - MostNoted} more STAC items, down to {items[^1].Item.Id}.");
        }

        if (items.Count(item => item.Item.IsOffsetApplied) is > 0 and var applied)
        {
            notes.Add($"Of {applied} STAC item{(applied == 1 ? "" : "s")} the bands' offset is in the stored values already (boa_offset_applied), so it is not added again.");
        }

        return notes;
    }

    private static string Note(StacItem item, IReadOnlyList<(PickedAsset Picked, Uri Address)> files)
    {
        string?[] facts =
        [
            item.Time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture),
            item.CloudCover is { } clouds ? string.Create(CultureInfo.InvariantCulture, $"{clouds:0.##} % clouds") : null,
        ];
        var said = string.Join(", ", facts.OfType<string>());
        return $"STAC item {item.Id}{(said.Length > 0 ? $" ({said})" : "")}: assets {string.Join(", ", files.Select(file => file.Picked.Asset.Key))}.";
    }
}
