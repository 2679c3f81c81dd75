using System.Text.Json.Nodes;
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

    private static readonly string[] Privileges =
    [
        "features:user:edit", "portal:publisher:publishTiles", "portal:user:createItem", "portal:user:viewOrgItems", "portal:user:viewOrgUsers",
        "premium:publisher:createimagery", "premium:publisher:rasteranalysis",
    ];

    /// <summary>The portal's JSON.</summary>
    public static JsonObject ToJson(ArcGisRequest request, string owner) => new()
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
        ["supportsOAuth"] = false,
        ["canSearchPublic"] = true,
        ["canSharePublic"] = true,
        ["culture"] = "en",
        ["units"] = "metric",
        ["helperServices"] = new JsonObject
        {
            ["rasterAnalytics"] = new JsonObject { ["url"] = request.AddressOf(ServicePaths.Toolbox), ["defaultFolder"] = ServicePaths.HostedFolder },
        },
        ["user"] = UserToJson(owner),
    };

    /// <summary>The user's JSON. Clients offer raster analysis only to users of such a role (<c>docs/reference/arcgis-rest-behaviour.md#the-portal</c>).</summary>
    public static JsonObject UserToJson(string owner) => new()
    {
        ["username"] = owner,
        ["fullName"] = owner,
        ["orgId"] = OrgId,
        ["role"] = "org_admin",
        ["roleId"] = "org_admin",
        ["level"] = "2",
        ["userLicenseTypeId"] = "creatorUT",
        ["privileges"] = EsriJson.Texts(Privileges),
        ["access"] = "org",
        ["provider"] = "arcgis",
        ["culture"] = "en",
        ["units"] = "metric",
        ["disabled"] = false,
        ["tags"] = new JsonArray(),
        ["groups"] = new JsonArray(),
    };
}
