using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using RasterAnalysis.ArcGis.Portal;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;

namespace RasterAnalysis.ArcGis.ServicesDirectory;

/// <summary>What the server is and which services it has.</summary>
internal static class ServicesDirectoryEndpoints
{
    private const int PageSize = 200;
    private const int ShortLivedTokenMinutes = 60;

    /// <summary>Maps <c>info</c>, <c>services</c> and its folders.</summary>
    public static void MapServicesDirectory(this IEndpointRouteBuilder rest)
    {
        rest.MapMethods("", ResourceCalls.Methods, DescribeRoot).IsResource().WithSummary("The services directory");
        rest.MapMethods("info", ResourceCalls.Methods, DescribeServer).IsResource().WithSummary("Version and kind of sign-in");
        rest.MapMethods(ServicePaths.Services, ResourceCalls.Methods, DescribeRoot).IsResource().WithSummary("Folders of services");
        rest.MapMethods($"{ServicePaths.Services}/{ServicePaths.SystemFolder}", ResourceCalls.Methods, DescribeSystem).IsResource().WithSummary("The tools");
        rest.MapMethods($"{ServicePaths.Services}/{ServicePaths.HostedFolder}", ResourceCalls.Methods, DescribeHostedAsync).IsResource().WithSummary("The image and feature services");
        rest.MapMethods($"{ServicePaths.Services}/{{folder}}", ResourceCalls.Methods, RefuseFolder).IsResource().ExcludeFromDescription();
    }

    private static EsriResource DescribeServer(HttpContext context, ISignIn signIn)
    {
        var server = new JsonObject
        {
            ["currentVersion"] = ArcGisVersion.Current,
            ["fullVersion"] = ArcGisVersion.Full,
            ["soapUrl"] = null,
            ["secureSoapUrl"] = null,
            ["authInfo"] = new JsonObject { ["isTokenBasedSecurity"] = signIn.IsOn },
        };
        if (signIn.IsOn)
        {
            // by these clients know that they are to sign in at the portal, and where a server takes passwords
            server["owningSystemUrl"] = PortalPaths.PortalAddress(context.ArcGis());
            server["authInfo"]!["tokenServicesUrl"] = PortalPaths.AddressOf(context.ArcGis(), "generateToken");
            server["authInfo"]!["shortLivedTokenValidity"] = ShortLivedTokenMinutes;
        }

        return new EsriResource("Server", server);
    }

    private static EsriResource DescribeRoot() => Folder(
        "Services",
        [ServicePaths.SystemFolder, ServicePaths.HostedFolder],
        [],
        [
            new ResourceLink(ServicePaths.SystemFolder, $"{ServicePaths.Services}/{ServicePaths.SystemFolder}"),
            new ResourceLink(ServicePaths.HostedFolder, $"{ServicePaths.Services}/{ServicePaths.HostedFolder}"),
        ]);

    private static EsriResource DescribeSystem() => Folder(
        ServicePaths.SystemFolder,
        [],
        [(ServicePaths.ToolboxName, "GPServer")],
        [new ResourceLink(ServicePaths.ToolboxName, ServicePaths.Toolbox)]);

    private static async Task<EsriResource> DescribeHostedAsync(CallerCatalog catalog, CancellationToken cancellationToken)
    {
        var services = new List<(string Name, string Type, string Path)>();
        foreach (var (type, word) in ((ItemType, string)[])[(ItemType.ImageService, "ImageServer"), (ItemType.FeatureService, "FeatureServer")])
        {
            var seen = 0;
            for (var page = await Page(0); page.Count > 0; page = await Page(seen))
            {
                seen += page.Count;
                services.AddRange(page.Where(item => !item.IsReserved).Select(item => (item.ServiceName ?? item.Title, word, ServicePaths.ServiceOf(item))));
            }

            Task<IReadOnlyList<CatalogItem>> Page(int skip) => catalog.ListAsync(type, skip, PageSize, cancellationToken);
        }

        services.Sort((one, other) => string.Compare(one.Name, other.Name, StringComparison.OrdinalIgnoreCase));
        return Folder(
            ServicePaths.HostedFolder,
            [],
            services.Select(service => ($"{ServicePaths.HostedFolder}/{service.Name}", service.Type)),
            [.. services.Select(service => new ResourceLink(service.Name, service.Path))]);
    }

    private static EsriResource RefuseFolder(string folder) => throw new NotFoundException("folder", folder);

    private static EsriResource Folder(
        string title, IEnumerable<string> folders, IEnumerable<(string Name, string Type)> services, IReadOnlyList<ResourceLink> links) => new(
        title,
        new JsonObject
        {
            ["currentVersion"] = ArcGisVersion.Current,
            ["folders"] = EsriJson.Texts(folders),
            ["services"] = new JsonArray([.. services.Select(service => new JsonObject { ["name"] = service.Name, ["type"] = service.Type })]),
        },
        links);
}
