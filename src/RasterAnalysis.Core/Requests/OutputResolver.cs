using RasterAnalysis.Access;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.Requests;

/// <summary>
/// Finds where a result goes: in the item that the client had made for it (<c>docs/reference/arcgis-rest-behaviour.md#an-item-made-before-its-job</c>), or in a new one under a free name; in the
/// folder that was asked for, by id or title.
/// </summary>
internal sealed class OutputResolver(ICatalogStore catalog, IFolderStore folders)
{
    /// <summary>Finds it.</summary>
    /// <param name="request">The request.</param>
    /// <param name="title">Title for the result when the request names none.</param>
    /// <param name="baseAddress">Address under which the client reached this service.</param>
    /// <param name="caller">Who submits.</param>
    /// <param name="errors">Takes the faults; then what is returned is of no use.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    public async Task<ResolvedOutput> ResolveAsync(
        OutputRequest request, string title, Uri baseAddress, Caller caller, List<RequestError> errors, CancellationToken cancellationToken)
    {
        var owner = caller.Name;
        var folder = await FolderAsync(request.Folder, owner, errors, cancellationToken).ConfigureAwait(false);
        var isForeign = request.Url is { Length: > 0 } && OwnService(request.Url, baseAddress) is null;
        if (await MadeItemAsync(request, caller, baseAddress, isForeign, errors, cancellationToken).ConfigureAwait(false) is { } made)
        {
            Check(made, request, owner, errors);
            var note = request.Name is { } asked && !ServiceNames.FromTitle(asked).Equals(made.ServiceName, StringComparison.OrdinalIgnoreCase)
                ? $"The result goes to the image service of the item {made.Id}, {made.ServiceName}; the name {asked} was left aside." : null;
            return new ResolvedOutput(made.Id, made.Title, made.ServiceName ?? "", folder.Length > 0 ? folder : made.Folder, note);
        }

        title = request.Name ?? title;
        var name = ServiceNames.FromTitle(title);
        var free = await ServiceNames.FindFreeAsync(catalog, name, cancellationToken).ConfigureAwait(false);
        if (request.Name is not null && free != name)
        {
            errors.Add(new RequestError(request.Field, $"The name '{name}' is taken; '{free}' is free."));
        }

        return new ResolvedOutput(null, title, free, folder, isForeign && request.ItemId is not null
            ? $"The item {request.ItemId} and its service belong to another server, which this one cannot write to; the result is published here." : null);
    }

    private async Task<CatalogItem?> MadeItemAsync(
        OutputRequest request, Caller caller, Uri baseAddress, bool isForeign, List<RequestError> errors, CancellationToken cancellationToken)
    {
        var seen = new CallerCatalog(catalog, CurrentCaller.Of(caller));
        if (request.ItemId is { } id)
        {
            var item = await seen.FindAsync(id, cancellationToken).ConfigureAwait(false);
            if (item is null && !isForeign)
            {
                errors.Add(new RequestError($"{request.Field}.itemId", $"There is no item '{id}'; make one with createService, or leave it out and give a name."));
            }

            return item;
        }

        var made = OwnService(request.Url, baseAddress) is { } name ? await seen.FindServiceAsync(name, cancellationToken).ConfigureAwait(false) : null;
        return made is { IsReserved: true } ? made : null;
    }

    private static void Check(CatalogItem item, OutputRequest request, string owner, List<RequestError> errors)
    {
        var fault = item switch
        {
            { Type: not ItemType.ImageService } => $"is of type {item.Type.WireName()}; an Image Service without a raster is needed, as createService makes it.",
            { IsReserved: false } => "has a raster already; make another with createService, or leave it out and give a name.",
            { JobId: { } jobId } => $"is being filled by the job {jobId}.",
            _ when item.Owner != owner => $"belongs to {item.Owner}.",
            _ => null,
        };
        if (fault is not null)
        {
            errors.Add(new RequestError($"{request.Field}.itemId", $"The item '{item.Id}' {fault}"));
        }
    }

    private async Task<string> FolderAsync(string asked, string owner, List<RequestError> errors, CancellationToken cancellationToken)
    {
        var text = asked.Trim();
        if (text.Length == 0 || text == "/")
        {
            return "";
        }

        if (await folders.FindAsync(owner, text, cancellationToken).ConfigureAwait(false) is { } folder)
        {
            return folder.Title;
        }

        try
        {
            // a title makes the folder, an id does not
            return text.Length == 32 && text.All(char.IsAsciiHexDigit)
                ? throw new InvalidRequestException("folderId", $"There is no folder '{text}'; give the id or the title of a folder, or nothing for the root.")
                : ContentFolder.CheckTitle(text, "folder");
        }
        catch (InvalidRequestException exception)
        {
            errors.AddRange(exception.Errors);
            return "";
        }
    }

    private static string? OwnService(string? url, Uri baseAddress) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address) ? OwnAddress.Parse(address, baseAddress)?.ServiceName : null;
}
