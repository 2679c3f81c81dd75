using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>The operation <c>getSamples</c>: values at several places, each that of the pixel there.</summary>
internal sealed class GetSamples(IRasterSampler sampler, IRasterRenderer renderer, MosaicRasters mosaics)
{
    /// <summary>Answers a request.</summary>
    /// <exception cref="InvalidRequestException">A parameter is not understood.</exception>
    public JsonObject Answer(ImageService service, RequestParameters parameters, CancellationToken cancellationToken)
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
        var source = mosaics.Apply(service, rule, own.Bounds);
        var samples = RasterFailures.Guard(service, () => sampler.Sample(
            source, new SampleRequest(service.Extent, service.Size, [.. own.Points], Function: function), cancellationToken));
        return new JsonObject
        {
            ["samples"] = new JsonArray([.. samples.Select((bands, number) => new JsonObject
            {
                ["location"] = PointJson.Of(places[number], given),
                ["locationId"] = number,
                ["value"] = PixelText.Join(bands, " ", ""),
                ["rasterId"] = RasterAt(service, own.Parts[0][number]),
                ["resolution"] = service.CellSize.X,
            })]),
        };
    }

    // the uppermost whose rectangle holds the place; a single raster is 1
    private int RasterAt(ImageService service, (double X, double Y) place) => service.IsMosaic
        ? mosaics.Of(service).FirstOrDefault(raster =>
            place.X >= raster.Bounds.XMin && place.X <= raster.Bounds.XMax && place.Y >= raster.Bounds.YMin && place.Y <= raster.Bounds.YMax)?.ObjectId ?? 0
        : 1;
}
