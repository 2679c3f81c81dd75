using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>What a user let somebody or something do on their behalf: behind every token and key stands one, and when it is gone, they count no longer.</summary>
public sealed class AccessGrant
{
    /// <summary>32 hexadecimal digits.</summary>
    public required string Id { get; init; }

    /// <summary>The user: <see cref="Microsoft.AspNetCore.Identity.IdentityUser{TKey}.Id"/>.</summary>
    public required string UserId { get; init; }

    /// <summary>What it was given as.</summary>
    public required GrantKind Kind { get; init; }

    /// <summary>For keys: the name that the user gave it. For what apps have: the app's client id. For others what asked for it.</summary>
    public string Name { get; init; } = "";

    /// <summary>What it may be used for, within the user's own rights.</summary>
    public required Rights Rights { get; init; }

    /// <summary>To what it is bound: <c>ip:</c> and an address, <c>referer:</c> and the beginning of one; empty for nothing. For authorization codes what they are to be exchanged with.</summary>
    public string Binding { get; init; } = "";

    /// <summary>When it was given, UTC.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>When it ends, UTC.</summary>
    public required DateTimeOffset Expires { get; init; }

    /// <summary>Id of the grant that it was made of in the end, its own where it was made of none: all of a family are revoked together. Empty for the oldest.</summary>
    public string Family { get; init; } = "";

    /// <summary>When it was given away for others, UTC: of authorization codes and refresh tokens, which are exchanged once. Null for what was not.</summary>
    public DateTimeOffset? Spent { get; init; }
}
