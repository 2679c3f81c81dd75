using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Json;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/keys</c>: keys that a user makes for their programs.</summary>
internal static class ApiKeyEndpoints
{
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Sign-in").Requires(Rights.Read);
        keys.MapGet("", ListAsync).WithName("ListKeys").WithSummary("Lists the user's keys").WithQuery();
        keys.MapPost("", AddAsync).IsAudited(AuditAction.KeyCreated).WithName("AddKey").WithSummary("Makes a key for a program")
            .WithDescription("The answer is the one place where the key stands. Programs send it in Authorization: Bearer, or in X-Api-Key. It does no more than its scopes say, and no more than its user may.")
            .TakesJson<ApiKeyRequestModel>();
        keys.MapDelete("/{id}", RevokeAsync).IsAudited(AuditAction.KeyRevoked).WithName("RevokeKey").WithSummary("Revokes a key").MayBeMissing();
    }

    private static async Task<Ok<ApiKeyModel[]>> ListAsync(ApiKeys keys, CancellationToken cancellationToken) =>
        TypedResults.Ok((await keys.ListAsync(cancellationToken)).Select(grant => ApiKeyModel.From(grant, key: null)).ToArray());

    private static async Task<Created<ApiKeyModel>> AddAsync(HttpRequest request, ApiKeys keys, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        if (RequestKeys.Of<ApiKeyRequestModel>().Unknown(body) is { Count: > 0 } unknown)
        {
            throw new InvalidRequestException(unknown);
        }

        // what is no number is none that can be taken
        var days = body["days"] is null ? ApiKeys.MostDays : int.TryParse(body["days"].AsText(), out var whole) ? whole : 0;
        var scopes = body["scopes"] is JsonArray array ? array.Select(scope => scope.AsText() ?? "") : [];
        var (grant, key) = await keys.MakeAsync(body["name"].AsText(), Scopes.Parse(scopes), days, cancellationToken);
        return TypedResults.Created($"keys/{grant.Id}", ApiKeyModel.From(grant, key));
    }

    private static async Task<NoContent> RevokeAsync(string id, ApiKeys keys, CancellationToken cancellationToken) =>
        await keys.RevokeAsync(id, cancellationToken) ? TypedResults.NoContent() : throw new NotFoundException("key", id);
}
