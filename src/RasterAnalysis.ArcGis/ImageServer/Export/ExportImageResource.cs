using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>The answers of <c>exportImage</c>: the picture, or where it is.</summary>
internal static class ExportImageResource
{
    // addresses beyond this are too long for some servers between
    private const int MaxAddressLength = 2000;

    /// <summary>What does not belong into the picture's own address: how to answer this request, and secrets.</summary>
    private static readonly HashSet<string> NotRepeated = new(StringComparer.OrdinalIgnoreCase) { "f", "callback", "token", SavedQueries.Name };

    /// <summary>The picture's address and place. The picture itself is made when the address is fetched.</summary>
    public static EsriResource Describe(string path, ExportImageView view, HttpContext context, RequestParameters parameters, SavedQueries saved)
    {
        KeyValuePair<string, string>[] repeated = [.. parameters.All.Where(pair => !NotRepeated.Contains(pair.Key) && !string.IsNullOrWhiteSpace(pair.Value))];
        var query = new QueryBuilder(repeated) { { "f", "image" } }.ToString();
        if (query.Length > MaxAddressLength)
        {
            query = new QueryBuilder { { SavedQueries.Name, saved.Save(repeated) }, { "f", "image" } }.ToString();
        }

        return new EsriResource(
            "Picture",
            new JsonObject
            {
                ["href"] = context.RequestServices.GetRequiredService<ISignIn>().Sign(context, context.ArcGis().AddressOf($"{path}{query}")),
                ["width"] = view.Request.Size.Width,
                ["height"] = view.Request.Size.Height,
                ["extent"] = EsriExtent.ToJson(view.Request.Extent, view.SpatialReference),
                ["scale"] = 0,
            })
        {
            Page = ServicePages.OfExport(path, query, parameters),
        };
    }

    /// <summary>Makes the picture.</summary>
    /// <exception cref="RasterAccessException">It cannot be made; the text does not show where the file lies.</exception>
    public static Task<RenderedImage> RenderAsync(ImageService service, ExportImageView view, IRasterViews views, CancellationToken cancellationToken) =>
        RasterFailures.GuardAsync(service, () => views.RenderAsync(view.Source, view.Request, cancellationToken));
}
