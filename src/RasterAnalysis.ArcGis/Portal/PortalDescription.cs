using System.Text.Json.Nodes;
using RasterAnalysis.Access;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>What the portal and its one user say of themselves (<c>docs/reference/arcgis-rest-behaviour.md#the-portal</c>). Helper services are listed only where they exist.</summary>
internal static class PortalDescription
{
    /// <summary>Id of the one organisation; the one that ArcGIS Enterprise gives its default organisation.</summary>
    public const string OrgId = "0123456789ABCDEF";

    /// <summary>Version of the sharing API whose contract this is.</summary>
    public const string SharingVersion = "2023.1";

    private const string Version = "11.1";

    private static readonly (Rights Right, string[] Privileges)[] Privileges =
    [
        (Rights.Read, ["portal:user:viewOrgItems", "portal:user:viewOrgUsers"]),
        (Rights.Submit, ["features:user:edit", "portal:publisher:publishTiles", "portal:user:createItem", "portal:user:shareToGroup", "premium:publisher:createimagery", "premium:publisher:rasteranalysis"]),
        (Rights.Publish, ["portal:user:shareToOrg", "portal:user:shareToPublic"]),
        (Rights.Administer, ["portal:admin:viewUsers", "portal:admin:updateItems", "portal:admin:deleteItems"]),
    ];

    /// <summary>The portal's JSON.</summary>
    /// <param name="request">The request; addresses are made from its own.</param>
    /// <param name="caller">Who asks; somebody who is not signed in is shown no user.</param>
    /// <param name="hasApps">Whether apps may ask users to let them in.</param>
    public static JsonObject ToJson(ArcGisRequest request, Caller caller, bool hasApps)
    {
        var portal = ToJson(request);
        portal["supportsOAuth"] = hasApps;
        if (caller.IsSignedIn)
        {
            portal["user"] = UserToJson(caller);
        }

        return portal;
    }

    private static JsonObject ToJson(ArcGisRequest request) => new()
    {
        ["id"] = OrgId,
        ["name"] = "RasterAnalysis",
        ["description"] = "Deep learning on rasters",
        ["isPortal"] = true,
        ["portalName"] = "RasterAnalysis",
        ["portalHostname"] = $"{request.BaseAddress.Authority}/arcgis",
        ["portalMode"] = "singletenant",
        ["portalLocalHttpPort"] = request.BaseAddress.Scheme == Uri.UriSchemeHttp ? request.BaseAddress.Port : 80,
        ["portalLocalHttpsPort"] = request.BaseAddress.Scheme == Uri.UriSchemeHttps ? request.BaseAddress.Port : 443,
        ["currentVersion"] = Version,
        ["access"] = "public",
        ["allSSL"] = request.BaseAddress.Scheme == Uri.UriSchemeHttps,
        ["supportsHostedServices"] = true,
        ["canSearchPublic"] = true,
        ["canSharePublic"] = true,
        ["culture"] = "en",
        ["units"] = "metric",
        ["helperServices"] = new JsonObject
        {
            ["rasterAnalytics"] = new JsonObject { ["url"] = request.AddressOf(ServicePaths.Toolbox), ["defaultFolder"] = ServicePaths.HostedFolder },
        },
    };

    /// <summary>The user's JSON. Clients offer raster analysis only to administrators and publishers, by ArcGIS's names (<c>docs/reference/arcgis-rest-behaviour.md#the-portal</c>).</summary>
    public static JsonObject UserToJson(Caller user) => new()
    {
        ["username"] = user.Name,
        ["fullName"] = user.Name,
        ["orgId"] = OrgId,
        ["role"] = RoleOf(user),
        ["roleId"] = RoleOf(user),
        ["level"] = "2",
        ["userLicenseTypeId"] = "creatorUT",
        ["privileges"] = EsriJson.Texts(Privileges.Where(entry => user.Has(entry.Right)).SelectMany(entry => entry.Privileges)),
        ["access"] = "org",
        ["provider"] = "arcgis",
        ["culture"] = "en",
        ["units"] = "metric",
        ["disabled"] = false,
        ["tags"] = new JsonArray(),
        ["groups"] = new JsonArray(),
    };

    /// <summary>An analyst makes image services, which ArcGIS calls publishing.</summary>
    private static string RoleOf(Caller user) => user.IsAdministrator ? "org_admin" : user.Has(Rights.Submit) ? "org_publisher" : "org_user";
}
