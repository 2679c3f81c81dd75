using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ImageServer.Mosaics;
using RasterAnalysis.ArcGis.ImageServer.Rules;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;

namespace RasterAnalysis.ArcGis.ImageServer.Values;

/// <summary>The operation <c>identify</c>: the value at a point, or at the middle of another geometry.</summary>
internal sealed class Identify(IRasterViews views, IRasterRenderer renderer, MosaicRasters mosaics)
{
    private const int MaxRules = 20;

    /// <summary>Answers a request.</summary>
    /// <exception cref="InvalidRequestException">A parameter is not understood.</exception>
    public async Task<JsonObject> AnswerAsync(ImageService service, RequestParameters parameters, CancellationToken cancellationToken)
    {
        var faults = new List<RequestError>();
        var geometry = EsriGeometryParser.Require(parameters);
        var unnamed = EsriSpatialReference.Parse(parameters["sr"] ?? parameters["inSR"], "sr", faults);
        var functions = Rules(parameters);
        var rule = MosaicRuleParser.Parse(parameters["mosaicRule"]);
        var (hasItems, hasShapes) = (Flag("returnCatalogItems", unset: true), Flag("returnGeometry", unset: false));
        if (faults.Count > 0)
        {
            throw new InvalidRequestException(faults);
        }

        var own = geometry.Project(service.SpatialReference, unnamed, renderer);
        var point = Middle(own);
        var source = await mosaics.ApplyAsync(service, rule, new Extent(point.X, point.Y, point.X, point.Y), cancellationToken);
        var stored = await SampleAsync(null);
        var answer = new JsonObject
        {
            ["objectId"] = 0,
            ["name"] = "Pixel",
            ["value"] = PixelText.Join(functions is [{ } only] ? await SampleAsync(only) : stored, ", ", PixelText.NoData),
            ["location"] = PointJson.Of(Middle(geometry), geometry.SpatialReference ?? unnamed ?? service.SpatialReference),
            ["properties"] = Properties(service, stored),
        };
        await AddItemsAsync(answer, service, point, hasItems, hasShapes, cancellationToken);
        var processed = new List<string>();
        foreach (var function in functions)
        {
            processed.Add(PixelText.Join(await SampleAsync(function), ", ", PixelText.NoData));
        }

        answer["processedValues"] = EsriJson.Texts([.. processed]);
        return answer;

        async Task<IReadOnlyList<double?>> SampleAsync(RasterFunction? function) => (await RasterFailures.GuardAsync(
            service, () => views.SampleAsync(source, new SampleRequest(service.Extent, service.Size, [point], Function: function), cancellationToken)))[0];

        bool Flag(string name, bool unset)
        {
            var value = parameters[name] is { } text ? JsonReading.ParseBoolean(text) : unset;
            if (value is null)
            {
                faults.Add(new RequestError(name, "must be true or false."));
            }

            return value ?? unset;
        }
    }

    /// <summary>The stored values, and the name of the class that the value stands for; null where there is no pixel.</summary>
    private static JsonObject? Properties(ImageService service, IReadOnlyList<double?> stored)
    {
        if (stored.All(band => band is null))
        {
            return null;
        }

        var properties = new JsonObject { ["Values"] = EsriJson.Texts(PixelText.Join(stored, " ", PixelText.NoData)) };
        if (service.Item.Classes.FirstOrDefault(published => published.Definition.Value == stored[0]) is { } found)
        {
            properties[ClassTables.NameField] = found.Definition.Name;
        }

        return properties;
    }

    private static (double X, double Y) Middle(EsriGeometry geometry) => geometry.Points.Take(2).Count() == 1
        ? geometry.Points.First()
        : ((geometry.Bounds.XMin + geometry.Bounds.XMax) / 2, (geometry.Bounds.YMin + geometry.Bounds.YMax) / 2);

    private static List<RasterFunction?> Rules(RequestParameters parameters)
    {
        if (parameters["renderingRules"] is not { } several)
        {
            return parameters["renderingRule"] is { } one ? [RenderingRuleParser.Parse(one)] : [];
        }

        try
        {
            return LenientJson.Parse(several) is JsonArray { Count: <= MaxRules } rules
                ? [.. rules.Select(rule => RenderingRuleParser.Parse(rule?.ToJsonString() ?? "{}"))]
                : throw new InvalidRequestException("renderingRules", $"must be a list of at most {MaxRules} rendering rules.");
        }
        catch (FormatException exception)
        {
            throw new InvalidRequestException("renderingRules", exception.Message);
        }
    }

    private async Task AddItemsAsync(
        JsonObject answer, ImageService service, (double X, double Y) point, bool hasItems, bool hasShapes, CancellationToken cancellationToken)
    {
        if (!service.IsMosaic || !hasItems)
        {
            answer["catalogItems"] = null;
            answer["catalogItemVisibilities"] = new JsonArray();
            return;
        }

        var rasters = await mosaics.OfAsync(service, cancellationToken);
        var here = rasters.Where(raster => point.X >= raster.Bounds.XMin && point.X <= raster.Bounds.XMax && point.Y >= raster.Bounds.YMin && point.Y <= raster.Bounds.YMax).ToArray();
        answer["catalogItems"] = new CatalogQuery(service, rasters, renderer).FeatureSet(here, [.. CatalogFields.Names], hasShapes, service.SpatialReference, isMore: false);

        // the uppermost is seen, those below are hidden by it
        answer["catalogItemVisibilities"] = new JsonArray([.. here.Select((_, place) => JsonValue.Create(place == 0 ? 1 : 0))]);
    }
}
