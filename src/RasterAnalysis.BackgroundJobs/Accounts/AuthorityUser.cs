using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Accounts;

/// <summary>A user as an authority vouches for them.</summary>
/// <param name="Issuer">The authority (claim <c>iss</c>).</param>
/// <param name="Subject">Whom it means; no two users of it have the same, and no user gets another (claim <c>sub</c>).</param>
/// <param name="Name">What a new account is to be named, if nobody else is.</param>
/// <param name="Role">What they may do.</param>
/// <param name="AsOf">When it said so.</param>
public sealed record AuthorityUser(string Issuer, string Subject, string Name, Role Role, DateTimeOffset AsOf);
