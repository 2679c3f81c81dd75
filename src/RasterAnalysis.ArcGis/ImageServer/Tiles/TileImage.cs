using System.Globalization;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Tiles;

/// <summary>The resource <c>tile/{level}/{row}/{column}</c>: PNG pictures in the service's own colours, transparent where there is no pixel.</summary>
internal static class TileImage
{
    /// <summary>Paints a tile.</summary>
    /// <exception cref="InvalidRequestException">There is no such tile, or the raster lies nowhere.</exception>
    public static Task<RenderedImage> RenderAsync(ImageService service, string level, string row, string column, IRasterViews views, CancellationToken cancellationToken)
    {
        var extent = TileScheme.ExtentOf(Number(level, "level"), Number(row, "row"), Number(column, "column"));
        if (service.SpatialReference is not { } own)
        {
            throw new InvalidRequestException("tile", $"needs a place on the earth, and {service.Name} has no coordinate system.");
        }

        var request = new RenderRequest(
            extent, EsriSpatialReference.AreSame(own, TileScheme.Reference) ? null : TileScheme.Reference, new RasterSize(TileScheme.Side, TileScheme.Side),
            RenderFormat.Png32, service.DefaultResampling);
        return RasterFailures.GuardAsync(service, () => views.RenderAsync(service.Source, request, cancellationToken));
    }

    private static int Number(string text, string name) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw new InvalidRequestException(name, "must be a whole number from 0.");
}
