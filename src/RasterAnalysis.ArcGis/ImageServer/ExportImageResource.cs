using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Extensions;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>The answers of <c>exportImage</c>: the picture, or where it is.</summary>
internal static class ExportImageResource
{
    /// <summary>What does not belong into the picture's own address: how to answer this request, and secrets.</summary>
    private static readonly HashSet<string> NotRepeated = new(StringComparer.OrdinalIgnoreCase) { "f", "callback", "token" };

    /// <summary>The picture's address and place. The picture itself is made when the address is fetched.</summary>
    public static EsriResource Describe(ImageService service, ExportImageView view, ArcGisRequest request)
    {
        var query = new QueryBuilder(request.Parameters.All.Where(pair => !NotRepeated.Contains(pair.Key))) { { "f", "image" } };
        return new EsriResource(
            $"Picture of {service.Name}",
            new JsonObject
            {
                ["href"] = request.AddressOf($"{service.Path}/exportImage{query}"),
                ["width"] = view.Request.Size.Width,
                ["height"] = view.Request.Size.Height,
                ["extent"] = EsriExtent.ToJson(view.Request.Extent, view.SpatialReference),
                ["scale"] = 0,
            });
    }

    /// <summary>Makes the picture.</summary>
    /// <exception cref="RasterAccessException">It cannot be made; the text does not show where the file lies.</exception>
    public static RenderedImage Render(ImageService service, ExportImageView view, IRasterRenderer renderer, CancellationToken cancellationToken)
    {
        try
        {
            return renderer.Render(service.Item.DataPath, view.Request, cancellationToken);
        }
        catch (RasterAccessException exception)
        {
            var text = exception.Message.Replace(service.Item.DataPath, service.Name, StringComparison.Ordinal);
            throw new RasterAccessException(text, exception.IsTransient, exception);
        }
    }
}
