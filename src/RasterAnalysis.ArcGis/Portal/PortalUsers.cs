using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>The one user, until there is sign-in.</summary>
internal static class PortalUsers
{
    /// <summary>The user of a name, in any case.</summary>
    /// <exception cref="NotFoundException">There is no such user; the settings name the one there is.</exception>
    public static string User(this ArcGisOptions options, string name) =>
        name.Equals(options.Owner, StringComparison.OrdinalIgnoreCase) ? options.Owner : throw new NotFoundException("user", name);

    /// <summary>Refuses to change anything by an address that is merely opened.</summary>
    /// <exception cref="InvalidRequestException">The request is no POST.</exception>
    public static void RequirePost(this HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
        {
            throw new InvalidRequestException("method", "must be POST for this operation.");
        }
    }
}
