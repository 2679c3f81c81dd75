using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.Json;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/groups</c>: groups of users, with whom items are shared.</summary>
internal static class GroupEndpoints
{
    public static void MapGroups(this RouteGroupBuilder api)
    {
        var groups = api.MapGroup("/groups").WithTags("Sign-in").Requires(Rights.Read);
        groups.MapGet("", async (CurrentCaller caller, IGroups all, CancellationToken cancellationToken) => TypedResults.Ok((await all.ListAsync(caller.Value, cancellationToken)).ToArray()))
            .WithName("ListGroups").WithSummary("Lists the groups that the user is in; for administrators all").WithQuery();
        groups.MapPost("", AddAsync).IsAudited(AuditAction.GroupAdded).WithName("AddGroup").WithSummary("Makes a group, with the user as its owner and first member").TakesJson<GroupRequestModel>().Requires(Rights.Submit);
        groups.MapDelete("/{id}", RemoveAsync).IsAudited(AuditAction.GroupRemoved).WithName("RemoveGroup").WithSummary("Removes a group").MayBeMissing().Requires(Rights.Submit);
        groups.MapGet("/{id}/members", async (string id, CurrentCaller caller, IGroups all, CancellationToken cancellationToken) =>
                TypedResults.Ok((await all.MembersAsync(caller.Value, id, cancellationToken)).ToArray()))
            .WithName("ListGroupMembers").WithSummary("Lists the names of a group's members").MayBeMissing();
        groups.MapPut("/{id}/members/{name}", AddMemberAsync).IsAudited(AuditAction.GroupMemberAdded).WithName("AddGroupMember").WithSummary("Puts a user into a group").MayBeMissing().Requires(Rights.Submit);
        groups.MapDelete("/{id}/members/{name}", RemoveMemberAsync).IsAudited(AuditAction.GroupMemberRemoved).WithName("RemoveGroupMember").WithSummary("Takes a user out of a group").MayBeMissing();
    }

    private static async Task<Created<UserGroup>> AddAsync(HttpRequest request, CurrentCaller caller, IGroups groups, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        if (RequestKeys.Of<GroupRequestModel>().Unknown(body) is { Count: > 0 } unknown)
        {
            throw new InvalidRequestException(unknown);
        }

        var made = await groups.AddAsync(caller.Value, body["title"].AsText() ?? "", cancellationToken);
        return TypedResults.Created($"groups/{made.Id}", made);
    }

    private static async Task<NoContent> RemoveAsync(string id, CurrentCaller caller, IGroups groups, CancellationToken cancellationToken)
    {
        await groups.RemoveAsync(caller.Value, id, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> AddMemberAsync(string id, string name, CurrentCaller caller, IGroups groups, CancellationToken cancellationToken)
    {
        await groups.AddMemberAsync(caller.Value, id, name, cancellationToken);
        return TypedResults.NoContent();
    }

    private static async Task<NoContent> RemoveMemberAsync(string id, string name, CurrentCaller caller, IGroups groups, CancellationToken cancellationToken)
    {
        await groups.RemoveMemberAsync(caller.Value, id, name, cancellationToken);
        return TypedResults.NoContent();
    }
}

/// <summary>Body of <c>POST /groups</c>.</summary>
/// <param name="Title">Title for people; no other group has it.</param>
internal sealed record GroupRequestModel(string? Title);
