namespace RasterAnalysis.Access;

/// <summary>Who asks for something, and what they may do. The one place where the rules of ownership and sharing stand.</summary>
public sealed record Caller
{
    /// <summary>Somebody who is not signed in.</summary>
    public static Caller Nobody { get; } = new() { Name = "", Rights = Rights.None };

    /// <summary>Name of the user: the owner of what they make. Empty for somebody who is not signed in.</summary>
    public required string Name { get; init; }

    /// <summary>What they may do, in general.</summary>
    public required Rights Rights { get; init; }

    /// <summary>The user's role; null for somebody who is not signed in. Rights may be less than the role's.</summary>
    public Role? Role { get; init; }

    /// <summary>Ids of the groups that they are in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>Whether the browser sent what says who they are by itself, so that any page could have had it sent.</summary>
    public bool IsByCookie { get; init; }

    /// <summary>Whether somebody asks who knows the password: by the page's session, or by a token that was given for it; no key of a program, and nothing that an app was given.</summary>
    public bool IsByPassword { get; init; }

    /// <summary>What says who they are, where it is no cookie.</summary>
    public AccessMeans Means { get; init; }

    /// <summary>Whether it is known who they are.</summary>
    public bool IsSignedIn => Name.Length > 0;

    /// <summary>Whether they see and change everything.</summary>
    public bool IsAdministrator => Has(Rights.Administer);

    /// <summary>The one user of a service without sign-in.</summary>
    public static Caller Everybody(string name) => new() { Name = name, Rights = Rights.All, Role = Access.Role.Administrator };

    /// <summary>Whether they have a right, or all of several.</summary>
    public bool Has(Rights rights) => (Rights & rights) == rights;

    /// <summary>Requires a right.</summary>
    /// <exception cref="SignInRequiredException">They are not signed in.</exception>
    /// <exception cref="ForbiddenException">They are, and have not the right.</exception>
    public void Require(Rights rights)
    {
        if (rights == Rights.None || (IsSignedIn && Has(rights)))
        {
            return;
        }

        var missing = rights & ~Rights;
        throw !IsSignedIn ? new SignInRequiredException() : new ForbiddenException(
            $"{Name} may not do this: it needs the right to {Words(missing)}, which {(Role is { } role && !RoleRights.Of(role).HasFlag(missing) ? $"the role {role} has not" : "the key that was used has not")}.");
    }

    /// <summary>Whether they may know of something, and look at it.</summary>
    /// <param name="owner">Whose it is.</param>
    /// <param name="access">Whom it is shared with.</param>
    /// <param name="groups">For <see cref="ItemAccess.Shared"/>: ids of the groups.</param>
    public bool MaySee(string owner, ItemAccess access, IEnumerable<string> groups) =>
        access == ItemAccess.Public || (IsSignedIn && Has(Rights.Read) && (owner == Name || IsAdministrator || access switch
        {
            ItemAccess.Organization => true,
            ItemAccess.Shared => groups.Any(Groups.Contains),
            _ => false,
        }));

    /// <summary>Whether they may change or delete what somebody owns.</summary>
    public bool MayChange(string owner) => IsSignedIn && (IsAdministrator || (owner == Name && Has(Rights.Submit)));

    private static string Words(Rights rights) => rights switch
    {
        _ when rights.HasFlag(Rights.Administer) => "administer",
        _ when rights.HasFlag(Rights.Publish) => "publish",
        _ when rights.HasFlag(Rights.Submit) => "upload, submit and change",
        _ => "read",
    };
}
