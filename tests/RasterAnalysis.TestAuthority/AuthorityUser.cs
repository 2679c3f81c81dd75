namespace RasterAnalysis.TestAuthority;

/// <summary>A user of the authority.</summary>
/// <param name="Subject">Claim <c>sub</c>.</param>
/// <param name="Name">Claim <c>preferred_username</c>.</param>
/// <param name="Roles">Claim <c>role</c>, once for each.</param>
public sealed record AuthorityUser(string Subject, string Name, params string[] Roles);
