using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Items;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Requests;
using RasterAnalysis.Uploads;

namespace RasterAnalysis.Api.Uploads;

/// <summary><c>/uploads</c>: files that come in parts, by the protocol tus 1.0 (https://tus.io/protocols/resumable-upload), and become items when they are complete.</summary>
internal static class UploadEndpoints
{
    public static void MapUploads(this RouteGroupBuilder api)
    {
        var uploads = api.MapGroup(UploadSetup.Path).WithTags("Uploads").Requires(Rights.Submit);
        uploads.MapMethods("", ["OPTIONS"], Describe).ExcludeFromDescription();
        uploads.MapGet("/{id}", Get).WithName("GetUpload").WithSummary("Says how far an upload is").MayBeMissing().MayHaveExpired();
        uploads.MapPost("/{id}/item", AddItemAsync).IsAudited(AuditAction.ItemAdded).WithName("AddItemOfUpload").WithSummary("Makes an item of an upload that is complete")
            .WithDescription("The same as POST /items with the whole file: it is opened and tried before it is taken. The item has the id of the upload, so the call may be repeated when its answer was lost. An upload that is refused stays until it is deleted or expires.")
            .MayBeMissing().MayHaveExpired().MayBeElsewhere().MayBeInWork().MayBeTooLarge();

        var tus = uploads.MapGroup("").AddEndpointFilter(UploadSetup.CheckVersionAsync);
        tus.MapPost("", CreateAsync).IsAudited(AuditAction.ItemAdded).WithName("CreateUpload").WithSummary("Begins an upload that comes in parts")
            .WithDescription("By tus 1.0 (https://tus.io/protocols/resumable-upload), with the extensions creation, creation-with-upload, expiration, checksum and termination. Upload-Metadata holds filename, and title and folder of the item.")
            .WithMetadata(new DisableRequestSizeLimitAttribute()).HasVersion().IsLimited(RateLimitKind.Uploads).MayBeTooLarge().MayHaveUndeclaredBody();
        tus.MapMethods("/{id}", ["HEAD"], HeadAsync).ExcludeFromDescription();
        tus.MapPatch("/{id}", AppendAsync).WithName("AppendToUpload").WithSummary("Sends a part of an upload").Accepts<Stream>(UploadHeaders.PartType)
            .WithMetadata(new DisableRequestSizeLimitAttribute()).HasVersion().MayBeMissing().MayHaveExpired().MayBeElsewhere().MayBeInWork().MayBeTooLarge().MayBeDamaged().MayHaveUndeclaredBody();
        tus.MapDelete("/{id}", DeleteAsync).WithName("DeleteUpload").WithSummary("Deletes an upload and what has come of it").HasVersion().MayBeMissing().MayHaveExpired().MayBeInWork();
        tus.MapPost("/{id}", OverrideAsync).WithMetadata(new DisableRequestSizeLimitAttribute()).ExcludeFromDescription();
    }

    private static NoContent Describe(HttpResponse response, JobLimits limits)
    {
        response.Headers[UploadHeaders.Extension] = UploadHeaders.Extensions;
        response.Headers[UploadHeaders.ChecksumAlgorithm] = UploadHeaders.Algorithms;
        response.Headers[UploadHeaders.MaxSize] = limits.MaxFileBytes.ToString(CultureInfo.InvariantCulture);
        return TypedResults.NoContent();
    }

    private static async Task<Created<UploadModel>> CreateAsync(
        HttpRequest request, ResumableUploads uploads, UploadReceiver receiver, JobLimits limits, StorageQuota quota, CurrentCaller caller,
        [FromHeader(Name = UploadHeaders.Resumable)] string? version, [FromHeader(Name = UploadHeaders.Length)] string? length,
        [FromHeader(Name = UploadHeaders.Metadata)] string? metadata, [FromHeader(Name = UploadHeaders.Checksum)] string? checksum)
    {
        foreach (var header in (string[])[UploadHeaders.DeferLength, UploadHeaders.Concat])
        {
            if (request.Headers.ContainsKey(header))
            {
                throw new InvalidRequestException(header, $"is not taken; the extensions that are spoken here are {UploadHeaders.Extensions}.");
            }
        }

        var hasBody = request.ContentType is { Length: > 0 } type && (type.Equals(UploadHeaders.PartType, StringComparison.OrdinalIgnoreCase)
            ? true : throw UploadFault.MediaType(UploadHeaders.Shorten(type)));
        var bytes = UploadHeaders.ReadBytes(request, UploadHeaders.Length);
        if (bytes > limits.MaxFileBytes)
        {
            throw UploadFault.TooLarge(UploadHeaders.Length, $"is {bytes}; a file may have {limits.MaxFileBytes} bytes here (RasterAnalysis__Limits__MaxFileBytes).");
        }

        var said = UploadMetadata.Read(metadata ?? "");
        var owner = caller.Value.Name;
        ResumableUpload upload;
        using (await quota.ReserveAsync(owner, bytes + (quota.IsSet ? uploads.AnnouncedBy(owner) : 0), UploadHeaders.Length, request.HttpContext.RequestAborted))
        {
            upload = uploads.Create(new ResumableUpload("", bytes, said.FileName, said.Title, said.Folder, owner, metadata!));
        }

        if (hasBody)
        {
            await receiver.ReceiveAsync(upload, 0, request);
        }

        SayWhere(request.HttpContext.Response, upload, uploads);

        // relative to the address of the request (RFC 9110, 10.2.2), so that it is right behind every proxy
        return TypedResults.Created($"uploads/{upload.Id}", UploadModel.From(upload, uploads));
    }

    private static Ok<UploadModel> Get(string id, ResumableUploads uploads, CurrentCaller caller) => TypedResults.Ok(UploadModel.From(Find(id, uploads, caller), uploads));

    private static async Task<Ok> HeadAsync(string id, HttpResponse response, ResumableUploads uploads, UploadsInWork works, CurrentCaller caller)
    {
        var upload = Find(id, uploads, caller);
        await works.InterruptAsync(id);
        SayWhere(response, upload, uploads);
        response.Headers[UploadHeaders.Length] = upload.Length.ToString(CultureInfo.InvariantCulture);
        response.Headers[UploadHeaders.Metadata] = upload.Metadata;
        response.Headers.CacheControl = "no-store";
        return TypedResults.Ok();
    }

    private static async Task<NoContent> AppendAsync(
        string id, HttpRequest request, ResumableUploads uploads, UploadReceiver receiver, CurrentCaller caller,
        [FromHeader(Name = UploadHeaders.Resumable)] string? version, [FromHeader(Name = UploadHeaders.Offset)] string? offset, [FromHeader(Name = UploadHeaders.Checksum)] string? checksum)
    {
        var upload = Find(id, uploads, caller);
        await receiver.ReceiveAsync(upload, UploadHeaders.ReadBytes(request, UploadHeaders.Offset), request);
        SayWhere(request.HttpContext.Response, upload, uploads);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> DeleteAsync(string id, ResumableUploads uploads, UploadsInWork works, CurrentCaller caller, [FromHeader(Name = UploadHeaders.Resumable)] string? version)
    {
        Find(id, uploads, caller);
        await works.InterruptAsync(id);
        (uploads.TryHold(id) ?? throw UploadFault.Locked(id)).DeleteUpload();
        return TypedResults.NoContent();
    }

    /// <summary>For clients that can send no other method than POST.</summary>
    private static Task<NoContent> OverrideAsync(string id, HttpRequest request, ResumableUploads uploads, UploadsInWork works, UploadReceiver receiver, CurrentCaller caller) =>
        request.Headers[UploadHeaders.MethodOverride].ToString() switch
        {
            "PATCH" => AppendAsync(id, request, uploads, receiver, caller, null, null, null),
            "DELETE" => DeleteAsync(id, uploads, works, caller, null),
            _ => throw new InvalidRequestException(UploadHeaders.MethodOverride, "must be PATCH or DELETE where the method is POST."),
        };

    private static async Task<Created<ItemModel>> AddItemAsync(
        string id, HttpRequest request, ResumableUploads uploads, ItemPublisher publisher, CallerCatalog catalog, CurrentCaller caller, CancellationToken cancellationToken)
    {
        var made = await catalog.FindAsync(id, cancellationToken);
        if (uploads.Find(id) is not null || made is null)
        {
            var upload = made is null ? Find(id, uploads, caller) : uploads.Find(id)!;
            using var hold = uploads.TryHold(id) ?? throw UploadFault.Locked(id);

            // another request may have made it before this one had the right
            made ??= await catalog.FindAsync(id, cancellationToken);
            made ??= await PublishAsync(upload, uploads, publisher, cancellationToken);
            hold.DeleteUpload();
        }

        var baseAddress = Addresses.Base(request);
        return TypedResults.Created(
            Addresses.Item(baseAddress, made.Id), ItemModel.From(made, baseAddress) with { Model = made.Model is null ? null : ModelModel.From(made) });
    }

    private static async Task<CatalogItem> PublishAsync(ResumableUpload upload, ResumableUploads uploads, ItemPublisher publisher, CancellationToken cancellationToken)
    {
        var path = uploads.DataOf(upload.Id);
        return uploads.OffsetOf(upload) is var offset && offset < upload.Length ? throw UploadFault.Incomplete(offset, upload.Length)
            : !File.Exists(path) ? throw new BusyException("The process that was making an item of the upload has ended; its file is being taken back.")
            : await publisher.AddUploadAsync(upload, path, cancellationToken);
    }

    /// <summary>An upload of the one who asks; that of somebody else is none.</summary>
    private static ResumableUpload Find(string id, ResumableUploads uploads, CurrentCaller caller) =>
        uploads.Find(id) is not { } upload || !caller.Value.MayChange(upload.Owner) ? throw new NotFoundException("upload", UploadHeaders.Shorten(id))
        : uploads.IsExpired(id) ? throw UploadFault.Expired(id) : upload;

    private static void SayWhere(HttpResponse response, ResumableUpload upload, ResumableUploads uploads)
    {
        response.Headers[UploadHeaders.Offset] = uploads.OffsetOf(upload).ToString(CultureInfo.InvariantCulture);
        response.Headers[UploadHeaders.Expires] = uploads.ExpiryOf(upload.Id).ToString("R", CultureInfo.InvariantCulture);
    }
}
