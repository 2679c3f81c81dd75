using System.Globalization;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Stacks;
using RasterAnalysis.Stac;
using RasterAnalysis.Storage;

namespace RasterAnalysis.BackgroundJobs.Stac;

/// <summary>
/// Makes rasters of a STAC document: chooses the assets of each item, has each read by ranges or fetched, and writes the descriptions of stacks beside them. Every address is checked before
/// any is asked. Where only a part of a mosaic is wanted, assets of which their item says where they lie are brought when they are found to lie there.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class StacIntake(HostRules hosts, StacAssets assets)
{
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

        (string Description, RasterStack Stack, PendingAsset[] Assets)[] stacks = [.. items.Select((item, number) => Describe(item.Item, item.Files, number, request, pathOf))];
        var taken = stacks.Where(stack => !stack.Stack.IsPending).ToArray();
        var files = await assets.FetchAsync([.. taken.Select(stack => stack.Assets)], Path.GetDirectoryName(stacks[0].Description)!, request.FetchesWhole, cancellationToken);
        foreach (var (stack, own) in taken.Zip(files))
        {
            await File.WriteAllTextAsync(stack.Description, PlanJson.Write(stack.Stack with { Files = own }), cancellationToken);
        }

        foreach (var stack in stacks.Where(stack => stack.Stack.IsPending))
        {
            await assets.PostponeAsync(stack.Description, stack.Stack, stack.Assets, cancellationToken);
        }

        MosaicMember[] members = [.. stacks.Select(stack => new MosaicMember(stack.Stack.Name, RasterStackPath.Of(stack.Description), IsTrusted: false))];
        return new StacRaster(members, Notes(items), document.HasMore
            ? [$"{request.Field}: the STAC document says that there are more items on a next page, which is not read; ask for more of them at once (limit), {StacDocument.MostItems} at most."] : []);
    }

    private (PickedAsset Picked, Uri Address)[] Files(StacItem item, StacRequest request) =>
        [.. StacPicker.Pick(item, request.Choice?.Assets, request.Bands, request.WhyNoNames, request.Field)
            .Select(picked => (picked, StacAddresses.Of(item, picked.Asset, hosts, request.Field)))];

    private static (string Description, RasterStack Stack, PendingAsset[] Assets) Describe(
        StacItem item, IReadOnlyList<(PickedAsset Picked, Uri Address)> files, int number, StacRequest request, Func<string, string> pathOf)
    {
        // the uppermost one gives the mosaic its grid
        var footprint = request.IsPart && number > 0 ? FootprintOf(files) : null;
        return (
            pathOf(string.Create(CultureInfo.InvariantCulture, $"{number}-stack.json")), new RasterStack(item.Id, [], request.Choice?.AreStored == true, footprint),
            [.. files.Index().Select(file => new PendingAsset(
                file.Item.Address, StacAddresses.PlaceOf(item, file.Item.Picked.Asset), item.Id, $"{file.Item.Picked.Asset.Key} of {item.Id}",
                [.. file.Item.Picked.Bands.Select(band => new StackedBand(band.Name, band.NoData, band.Scale ?? 1, item.IsOffsetApplied ? 0 : band.Offset ?? 0))],
                Path.GetFileName(pathOf(string.Create(CultureInfo.InvariantCulture, $"{number}-{file.Index}")))))]);
    }

    /// <summary>Where the finest of some assets is said to lie, which gives a stack its grid; null where not of all of them is said where, or it is said in several coordinate systems.</summary>
    private static RasterFootprint? FootprintOf(IReadOnlyList<(PickedAsset Picked, Uri Address)> files)
    {
        RasterFootprint[] said = [.. files.Select(file => file.Picked.Asset.Footprint).OfType<RasterFootprint>()];
        return said.Length == files.Count && said.DistinctBy(footprint => footprint.Wkid).Count() == 1 ? said.MinBy(footprint => footprint.Cell) : null;
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
