using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>The portal, its user, and whether a service's name is free.</summary>
internal static class PortalDescriptionEndpoints
{
    private static readonly string[] ServiceTypes = ["Image Service", "Feature Service", "Map Service"];

    /// <summary>Maps them.</summary>
    public static void MapPortalDescription(this IEndpointRouteBuilder sharing)
    {
        sharing.MapMethods("", ResourceCalls.Methods, DescribeRoot).IsResource().WithSummary("Version of the sharing API");
        sharing.MapMethods("info", ResourceCalls.Methods, DescribeInfo).IsResource().WithSummary("Where tokens come from");
        sharing.MapMethods("portals/{id}", ResourceCalls.Methods, DescribePortal).IsResource().WithSummary("The portal and its helper services");
        sharing.MapMethods("portals/{id}/isServiceNameAvailable", ResourceCalls.Methods, IsNameAvailableAsync).IsResource().WithSummary("Whether a service's name is free")
            .WithMetadata(new RequiredRights(Rights.Read));
        sharing.MapMethods("community/self", ResourceCalls.Methods, DescribeSelf).IsResource().WithSummary("The user");
        sharing.MapMethods("community/users/{user}", ResourceCalls.Methods, DescribeUserAsync).IsResource().WithSummary("A user");
    }

    private static EsriResource DescribeRoot() => new("Sharing", new JsonObject { ["currentVersion"] = PortalDescription.SharingVersion });

    private static EsriResource DescribeInfo(HttpContext context) => new(
        "Info",
        new JsonObject
        {
            ["owningSystemUrl"] = PortalPaths.PortalAddress(context.ArcGis()),
            ["authInfo"] = new JsonObject
            {
                ["tokenServicesUrl"] = PortalPaths.AddressOf(context.ArcGis(), "generateToken"),
                ["isTokenBasedSecurity"] = true,
            },
        });

    private static EsriResource DescribePortal(string id, HttpContext context, CurrentCaller caller, ISignIn signIn)
    {
        Check(id);
        return new EsriResource("Portal", PortalDescription.ToJson(context.ArcGis(), caller.Value, signIn.IsOn));
    }

    private static EsriResource DescribeSelf(CurrentCaller caller)
    {
        caller.Value.Require(Rights.Read);
        return new EsriResource("User", PortalDescription.UserToJson(caller.Value));
    }

    /// <summary>Of others only that there are such users.</summary>
    private static async Task<EsriResource> DescribeUserAsync(string user, CurrentCaller current, ICallers callers, CancellationToken cancellationToken)
    {
        var caller = current.Value;
        caller.Require(Rights.Read);
        if (user.Equals(caller.Name, StringComparison.OrdinalIgnoreCase))
        {
            return new EsriResource("User", PortalDescription.UserToJson(caller));
        }

        var found = await callers.FindAsync(user, cancellationToken) ?? throw new NotFoundException("user", user);
        return new EsriResource("User", caller.IsAdministrator ? PortalDescription.UserToJson(found) : new JsonObject { ["username"] = found.Name, ["fullName"] = found.Name, ["orgId"] = PortalDescription.OrgId });
    }

    private static async Task<EsriResource> IsNameAvailableAsync(string id, HttpContext context, CallerCatalog catalog, CancellationToken cancellationToken)
    {
        Check(id);
        var parameters = context.Parameters();
        var name = parameters["name"] ?? throw new InvalidRequestException("name", "is required: the name of a service.");
        if (parameters["type"] is { } type && !ServiceTypes.Contains(type, StringComparer.OrdinalIgnoreCase))
        {
            throw new InvalidRequestException("type", "must be Image Service, the kind that is made here.");
        }

        // what a name becomes is what must be free
        var service = name.Length <= ServiceNames.MaxLength ? ServiceNames.FromTitle(name) : "";
        var isAvailable = service.Length > 0 && !await catalog.IsNameTakenAsync(service, cancellationToken);
        return new EsriResource("Name", new JsonObject { ["available"] = isAvailable });
    }

    private static void Check(string portal)
    {
        if (!portal.Equals("self", StringComparison.OrdinalIgnoreCase) && !portal.Equals(PortalDescription.OrgId, StringComparison.OrdinalIgnoreCase))
        {
            throw new NotFoundException("portal", portal);
        }
    }
}
