using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.Json;

namespace RasterAnalysis.Api.SignIn;

/// <summary><c>/users</c>: accounts of the built-in sign-in, for administrators.</summary>
internal static class UserEndpoints
{
    public static void MapUsers(this RouteGroupBuilder api)
    {
        var users = api.MapGroup("/users").WithTags("Sign-in").Requires(Rights.Administer);
        users.MapGet("", ListAsync).WithName("ListUsers").WithSummary("Lists the accounts").WithQuery();
        users.MapPost("", AddAsync).IsAudited(AuditAction.UserAdded).WithName("AddUser").WithSummary("Makes an account").TakesJson<UserRequestModel>();
        users.MapPut("/{name}/role", SetRoleAsync).IsAudited(AuditAction.RoleChanged).WithName("SetUserRole").WithSummary("Gives a user another role").TakesJson<UserRoleModel>().MayBeMissing();
        users.MapDelete("/{name}", RemoveAsync).IsAudited(AuditAction.UserRemoved).WithName("RemoveUser").WithSummary("Removes an account")
            .WithDescription("What it owns goes to the user that heir names; without heir it must own nothing.").WithQuery("heir").MayBeMissing();
    }

    private static async Task<Ok<UserModel[]>> ListAsync(AccountAdministration accounts, CancellationToken cancellationToken) =>
        TypedResults.Ok((await accounts.ListAsync(cancellationToken)).Select(UserModel.From).ToArray());

    private static async Task<Created<UserModel>> AddAsync(HttpRequest request, AccountAdministration accounts, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var errors = new List<RequestError>(RequestKeys.Of<UserRequestModel>().Unknown(body));
        var (name, password, role) = (body["name"].AsText()?.Trim(), body["password"].AsText(), RoleOf(body["role"].AsText(), errors));
        if (string.IsNullOrEmpty(name))
        {
            errors.Add(new RequestError("name", "is required."));
        }

        if (string.IsNullOrEmpty(password))
        {
            errors.Add(new RequestError("password", "is required."));
        }

        return errors.Count > 0 ? throw new InvalidRequestException(errors)
            : TypedResults.Created($"users/{Uri.EscapeDataString(name!)}", UserModel.From(await accounts.AddAsync(name!, password!, role, cancellationToken)));
    }

    private static async Task<Ok<UserModel>> SetRoleAsync(string name, HttpRequest request, AccountAdministration accounts, CancellationToken cancellationToken)
    {
        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var errors = new List<RequestError>(RequestKeys.Of<UserRoleModel>().Unknown(body));
        var role = RoleOf(body["role"].AsText(), errors);
        return errors.Count > 0 ? throw new InvalidRequestException(errors) : TypedResults.Ok(UserModel.From(await accounts.SetRoleAsync(name, role, cancellationToken)));
    }

    private static async Task<NoContent> RemoveAsync(string name, AccountAdministration accounts, CancellationToken cancellationToken, string? heir = null)
    {
        await accounts.RemoveAsync(name, heir, cancellationToken);
        return TypedResults.NoContent();
    }

    /// <summary>A role of its name.</summary>
    public static Role RoleOf(string? text, List<RequestError> errors)
    {
        if (Enum.TryParse<Role>(text, ignoreCase: true, out var role) && !int.TryParse(text, out _))
        {
            return role;
        }

        errors.Add(new RequestError("role", $"must be one of {string.Join(", ", Enum.GetNames<Role>().Select(name => name.ToLowerInvariant()))}."));
        return Role.Viewer;
    }
}
