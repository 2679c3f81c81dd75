using Microsoft.AspNetCore.Http;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>The operation <c>exportImage</c> of a service, or of one raster of a mosaic.</summary>
internal sealed class ExportImageEndpoint(IRasterRenderer renderer, MosaicRasters mosaics, SavedQueries saved)
{
    /// <summary>Answers a request.</summary>
    /// <param name="service">What is shown.</param>
    /// <param name="path">Where the operation lies below <c>/arcgis/rest</c>.</param>
    /// <param name="request">The request.</param>
    /// <param name="cancellationToken">Stops between the steps.</param>
    public object Answer(ImageService service, string path, ArcGisRequest request, CancellationToken cancellationToken)
    {
        var parameters = request.Parameters;
        if (parameters[SavedQueries.Name] is { } name)
        {
            parameters = RequestParameters.Of(saved.Find(name));
        }

        if (request.Format == ResponseFormat.Kmz)
        {
            return KmzFile.Make(service, parameters, view => Render(service, view, cancellationToken), Parse);
        }

        var view = Parse(parameters);
        if (request.Format != ResponseFormat.Image)
        {
            return ExportImageResource.Describe(path, view, request, parameters, saved);
        }

        var image = Render(service, view, cancellationToken);
        return Results.Bytes(image.Content, image.ContentType);

        ExportImageView Parse(RequestParameters given) => new ExportImageParser(service, renderer, mosaics).Parse(given);
    }

    private RenderedImage Render(ImageService service, ExportImageView view, CancellationToken cancellationToken) =>
        ExportImageResource.Render(service, view, renderer, cancellationToken);
}
