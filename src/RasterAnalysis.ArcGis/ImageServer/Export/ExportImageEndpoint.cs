using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>The operation <c>exportImage</c> of a service, or of one raster of a mosaic.</summary>
internal sealed class ExportImageEndpoint(IRasterRenderer renderer, IRasterViews views, MosaicRasters mosaics, SavedQueries saved)
{
    /// <summary>Answers a request.</summary>
    /// <param name="service">What is shown.</param>
    /// <param name="path">Where the operation lies below <c>/arcgis/rest</c>.</param>
    /// <param name="context">The request.</param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    public async Task<object> AnswerAsync(ImageService service, string path, HttpContext context, CancellationToken cancellationToken)
    {
        var request = context.ArcGis();
        var parameters = request.Parameters;
        if (parameters[SavedQueries.Name] is { } name)
        {
            parameters = RequestParameters.Of(saved.Find(name));
        }

        if (request.Format == ResponseFormat.Kmz)
        {
            return await KmzFile.MakeAsync(service, parameters, view => RenderAsync(service, view, cancellationToken), ParseAsync);
        }

        var view = await ParseAsync(parameters);
        if (request.Format != ResponseFormat.Image)
        {
            return ExportImageResource.Describe(path, view, context, parameters, saved);
        }

        var image = await RenderAsync(service, view, cancellationToken);
        return Results.Bytes(image.Content, image.ContentType);

        Task<ExportImageView> ParseAsync(RequestParameters given) => new ExportImageParser(service, renderer, mosaics).ParseAsync(given, cancellationToken);
    }

    private Task<RenderedImage> RenderAsync(ImageService service, ExportImageView view, CancellationToken cancellationToken) =>
        ExportImageResource.RenderAsync(service, view, views, cancellationToken);
}
