using System.Globalization;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.ArcGis.ImageServer.Export;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.Portal;

/// <summary>The small picture of an item: its raster as a whole, in the service's own colours. Packages have none.</summary>
internal static class ItemThumbnail
{
    /// <summary>What an item's <c>thumbnail</c> says, below <c>content/items/{id}/info/</c>.</summary>
    public const string Path = "thumbnail/thumbnail.png";

    // the size that portals have, and the widest that they give by "w"
    private const int Width = 200;
    private const int Height = 133;
    private const int MaxWidth = 800;

    /// <summary>Whether an item has one.</summary>
    public static bool IsOf(CatalogItem item) => ImageService.Of(item) is not null;

    /// <summary>Paints it.</summary>
    /// <exception cref="InvalidRequestException">The width, <c>w</c>, cannot be taken.</exception>
    /// <exception cref="RasterAccessException">It cannot be made.</exception>
    public static Task<RenderedImage> RenderAsync(ImageService service, RequestParameters parameters, IRasterViews views, CancellationToken cancellationToken)
    {
        var width = parameters["w"] is not { } text ? Width
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var asked) && asked is >= 1 and <= MaxWidth ? asked
            : throw new InvalidRequestException("w", $"must be a width in pixels, from 1 to {MaxWidth}.");
        var size = new RasterSize(width, Math.Max(1, width * Height / Width));
        var request = new RenderRequest(AspectRatio.Grow(service.Extent, size), null, size, RenderFormat.Png32, service.DefaultResampling);
        return RasterFailures.GuardAsync(service, () => views.RenderAsync(service.Source, request, cancellationToken));
    }
}
