using System.ComponentModel.DataAnnotations;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;

namespace RasterAnalysis.Api.Items;

/// <summary><c>PUT /items/{id}/access</c>: with whom an item is shared.</summary>
internal static class AccessEndpoint
{
    public static void MapAccess(this RouteGroupBuilder items) =>
        items.MapPut("/{id}/access", ShareAsync).IsAudited(AuditAction.ItemShared).WithName("ShareItem").WithSummary("Says who may look at an item")
            .WithDescription(
                "private: its owner and administrators; shared: the members of groups, too; organization: everybody who is signed in; public: everybody. An analyst shares with the groups that they are in, a publisher with all.")
            .TakesJson<AccessModel>().MayBeMissing();

    private static async Task<Ok<ItemModel>> ShareAsync(string id, HttpRequest request, ItemSharing sharing, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        if (RequestKeys.Of<AccessModel>().Unknown(body) is { Count: > 0 } unknown)
        {
            throw new InvalidRequestException(unknown);
        }

        var access = body["access"].AsText() is { } word && Enum.TryParse<ItemAccess>(word, ignoreCase: true, out var found) && !int.TryParse(word, out _) ? found
            : throw new InvalidRequestException("access", "must be private, shared, organization or public.");
        var groups = body["groups"] switch
        {
            null => [],
            JsonArray array when array.All(group => group.AsText() is not null) => array.Select(group => group.AsText()!).ToArray(),
            _ => throw new InvalidRequestException("groups", "must be a list of ids of groups."),
        };
        return TypedResults.Ok(ItemModel.From(await sharing.ShareAsync(id, access, groups, cancellationToken), Addresses.Base(request)));
    }
}

/// <summary>Body of <c>PUT /items/{id}/access</c>.</summary>
/// <param name="Access">With whom it is shared.</param>
/// <param name="Groups">For <c>shared</c>: ids of the groups.</param>
internal sealed record AccessModel([property: AllowedValues("private", "shared", "organization", "public")] string Access, IReadOnlyList<string>? Groups);
