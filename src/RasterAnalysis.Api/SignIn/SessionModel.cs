using RasterAnalysis.Access;

namespace RasterAnalysis.Api.SignIn;

/// <summary>Who asks.</summary>
/// <param name="SignIn">Whether this service asks people to sign in.</param>
/// <param name="User">Name of the user; null for somebody who is not signed in.</param>
/// <param name="Role">Their role; null for somebody who is not signed in.</param>
/// <param name="Scopes">What they may do: read, submit, publish, administer.</param>
/// <param name="Antiforgery">What a page with a cookie sends in X-RasterAnalysis-Antiforgery; null for others.</param>
/// <param name="Warning">What everybody should know of a service that is open to all by its settings; null for others.</param>
internal sealed record SessionModel(bool SignIn, string? User, Role? Role, IReadOnlyList<string> Scopes, string? Antiforgery, string? Warning);
