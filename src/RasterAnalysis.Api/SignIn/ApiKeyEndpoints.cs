using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Json;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/keys</c>: keys that a user makes for their programs.</summary>
internal static class ApiKeyEndpoints
{
    private const int MostDays = 366;
    private const int MostKeys = 100;
    private const int LongestName = 100;

    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/keys").WithTags("Sign-in");
        keys.MapGet("", ListAsync).WithName("ListKeys").WithSummary("Lists the user's keys").WithQuery().Requires(Rights.Read);
        keys.MapPost("", AddAsync).WithName("AddKey").WithSummary("Makes a key for a program")
            .WithDescription("The answer is the one place where the key stands. Programs send it in Authorization: Bearer, or in X-Api-Key. It does no more than its scopes say, and no more than its user may.")
            .TakesJson<ApiKeyRequestModel>().Requires(Rights.Read);
        keys.MapDelete("/{id}", RevokeAsync).WithName("RevokeKey").WithSummary("Revokes a key").MayBeMissing().Requires(Rights.Read);
    }

    private static async Task<Ok<ApiKeyModel[]>> ListAsync(CurrentCaller current, UserDirectory directory, AccountAdministration accounts, CancellationToken cancellationToken)
    {
        var account = await OwnerAsync(current, accounts);
        return TypedResults.Ok((await directory.GrantsOfAsync(account.Id, GrantKind.ApiKey, cancellationToken)).Select(grant => ApiKeyModel.From(grant, key: null)).ToArray());
    }

    private static async Task<Created<ApiKeyModel>> AddAsync(
        HttpRequest request, CurrentCaller current, UserDirectory directory, AccountAdministration accounts, GrantTokens tokens, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        if (RequestKeys.Unknown<ApiKeyRequestModel>(body) is { Count: > 0 } unknown)
        {
            throw new InvalidRequestException(unknown);
        }

        var name = body["name"].AsText()?.Trim() is { Length: > 0 and <= LongestName } text ? text
            : throw new InvalidRequestException("name", $"is required: what the key is for, in at most {LongestName} characters.");
        var days = body["days"] is null ? MostDays : body["days"].AsText() is { } number && int.TryParse(number, out var whole) && whole is > 0 and <= MostDays ? whole
            : throw new InvalidRequestException("days", $"must be a whole number from 1 to {MostDays}: how long the key counts.");
        var rights = Scopes.Parse(body["scopes"] is JsonArray array ? array.Select(scope => scope.AsText() ?? "") : ["read"]) | Rights.Read;

        current.Value.Require(rights);
        var account = await OwnerAsync(current, accounts);
        var existing = await directory.GrantsOfAsync(account.Id, GrantKind.ApiKey, cancellationToken);
        if (existing.Count >= MostKeys || existing.Any(key => key.Name.Equals(name, StringComparison.OrdinalIgnoreCase)))
        {
            throw new InvalidRequestException("name", existing.Count >= MostKeys ? $"is one too many: a user has at most {MostKeys} keys." : $"is '{name}', which another key has; revoke that one, or take another name.");
        }

        var key = await tokens.IssueAsync(account.Id, GrantKind.ApiKey, name, rights, binding: "", TimeSpan.FromDays(days), cancellationToken);
        var made = (await directory.GrantsOfAsync(account.Id, GrantKind.ApiKey, cancellationToken)).First(grant => grant.Name == name);
        return TypedResults.Created($"keys/{made.Id}", ApiKeyModel.From(made, key));
    }

    private static async Task<NoContent> RevokeAsync(string id, CurrentCaller current, UserDirectory directory, AccountAdministration accounts, CancellationToken cancellationToken)
    {
        var account = await OwnerAsync(current, accounts);
        return await directory.RevokeAsync(account.Id, id, cancellationToken) ? TypedResults.NoContent() : throw new NotFoundException("key", id);
    }

    /// <summary>The user themselves: a key that got into wrong hands must not make others, which would be left when it is revoked.</summary>
    private static Task<UserAccount> OwnerAsync(CurrentCaller current, AccountAdministration accounts) =>
        current.Value.IsByKey ? throw new ForbiddenException("A key does nothing with keys; sign in, or send a token of generateToken.") : accounts.FindAsync(current.Value.Name);
}
