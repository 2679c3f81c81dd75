using RasterAnalysis.Access;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>Whose content an address names.</summary>
internal sealed class PortalUsers(CurrentCaller current, ICallers callers)
{
    /// <summary>The name of a user, as it is written where they own things: the one who asks, or for administrators anybody.</summary>
    /// <param name="name">The name, in any case.</param>
    /// <param name="cancellationToken">Stops looking.</param>
    /// <exception cref="SignInRequiredException">The one who asks is not signed in.</exception>
    /// <exception cref="ForbiddenException">It is somebody else's content.</exception>
    /// <exception cref="NotFoundException">There is no such user.</exception>
    public async Task<string> RequireAsync(string name, CancellationToken cancellationToken)
    {
        var caller = current.Value;
        caller.Require(Rights.Read);
        return name.Equals(caller.Name, StringComparison.OrdinalIgnoreCase) ? caller.Name
            : !caller.IsAdministrator ? throw new ForbiddenException($"This is the content of {name}; only they and administrators may look at it. Search finds what they share.")
            : (await callers.FindAsync(name, cancellationToken) ?? throw new NotFoundException("user", name)).Name;
    }
}
