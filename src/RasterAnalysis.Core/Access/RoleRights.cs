namespace RasterAnalysis.Access;

/// <summary>What each role may do.</summary>
public static class RoleRights
{
    /// <summary>The rights of a role.</summary>
    public static Rights Of(Role role) => role switch
    {
        Role.Viewer => Rights.Read,
        Role.Analyst => Rights.Read | Rights.Submit,
        Role.Publisher => Rights.Read | Rights.Submit | Rights.Publish,
        Role.Administrator => Rights.All,
        _ => throw new ArgumentOutOfRangeException(nameof(role), role, null),
    };
}
