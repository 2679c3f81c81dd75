namespace RasterAnalysis.Api.SignIn;

/// <summary>Body of <c>POST /users</c>.</summary>
/// <param name="Name">The user's name; it never changes.</param>
/// <param name="Password">Their first password, of at least 12 characters.</param>
/// <param name="Role">viewer, analyst, publisher or administrator.</param>
internal sealed record UserRequestModel(string? Name, string? Password, string? Role);

/// <summary>Body of <c>PUT /users/{name}/role</c>.</summary>
/// <param name="Role">viewer, analyst, publisher or administrator.</param>
internal sealed record UserRoleModel(string? Role);
