using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>The operation <c>getSamples</c>: values at several places, each that of the pixel there.</summary>
internal sealed class GetSamples(IRasterViews views, IRasterRenderer renderer, MosaicRasters mosaics)
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="InvalidRequestException">A parameter is not understood.</exception>
    public async Task<JsonObject> AnswerAsync(ImageService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var geometry = EsriGeometryParser.Require(parameters);
        var rule = MosaicRuleParser.Parse(parameters["mosaicRule"]);
        var function = RenderingRuleParser.Parse(parameters["renderingRule"]);
        var given = geometry.SpatialReference ?? service.SpatialReference;
        var places = SamplePoints.Of(geometry, parameters);
        if (places.Count == 0)
        {
            return new JsonObject { ["samples"] = new JsonArray() };
        }

        var own = new EsriGeometry(EsriGeometryKind.Points, [places], given).Project(service.SpatialReference, null, renderer);
        var source = await mosaics.ApplyAsync(service, rule, own.Bounds, cancellationToken);
        var samples = await RasterFailures.GuardAsync(service, () => views.SampleAsync(
            source, new SampleRequest(service.Extent, service.Size, [.. own.Points], Function: function), cancellationToken));
        var rasters = service.IsMosaic ? await mosaics.OfAsync(service, cancellationToken) : null;
        return new JsonObject
        {
            ["samples"] = new JsonArray([.. samples.Select((bands, number) => new JsonObject
            {
                ["location"] = PointJson.Of(places[number], given),
                ["locationId"] = number,
                ["value"] = PixelText.Join(bands, " ", ""),
                ["rasterId"] = RasterAt(rasters, own.Parts[0][number]),
                ["resolution"] = service.CellSize.X,
            })]),
        };
    }

    // the uppermost whose rectangle holds the place; a single raster is 1
    private static int RasterAt(IReadOnlyList<MosaicRaster>? rasters, (double X, double Y) place) => rasters is null ? 1 : rasters.FirstOrDefault(raster =>
        place.X >= raster.Bounds.XMin && place.X <= raster.Bounds.XMax && place.Y >= raster.Bounds.YMin && place.Y <= raster.Bounds.YMax)?.ObjectId ?? 0;
}
