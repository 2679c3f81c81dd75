using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Accuracy;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Api.Items;

/// <summary><c>POST /items/{id}/sample</c>: places at which somebody is to look what is there.</summary>
internal static class SampleEndpoint
{
    private const string MediaType = "application/geo+json";
    private const int UsualPoints = 500;
    private const int UsualMinimum = 50;

    public static void MapSample(this RouteGroupBuilder items) =>
        items.MapPost("/{id}/sample", DrawAsync).WithName("SampleItem").WithSummary("Draws a stratified random sample of a classified raster")
            .WithDescription(
                "Pixels of each class, at random and without replacement, as GeoJSON points to be labelled: write what is there into reference, by the name or "
                + $"the value of a class, and send the file to /items/{{id}}/accuracy. At most {SampleDesign.MostPoints} points. The same seed on the same raster gives the same points.")
            .IsLimited(RateLimitKind.Pictures).TakesJson<SampleRequestModel>().Produces<SampleModel>(200, MediaType).MayBeMissing();

    private static async Task<JsonHttpResult<SampleModel>> DrawAsync(string id, HttpRequest request, CallerCatalog catalog, IAccuracyReports reports, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireAsync(id, cancellationToken);
        var design = Parse(await RequestBody.ReadObjectAsync(request, cancellationToken));
        try
        {
            var sample = await reports.SampleAsync(item, design, cancellationToken);
            return TypedResults.Json(SampleModel.From(sample, design.Seed, item.Raster?.Wkid), contentType: MediaType);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("id", exception.Message);
        }
    }

    private static SampleDesign Parse(JsonObject body)
    {
        var faults = RequestKeys.Of<SampleRequestModel>().Unknown(body);
        var (points, perClass) = (Count(body, "points", 1, faults), Count(body, "pointsPerClass", 1, faults));
        var minimum = Count(body, "minimumPerClass", 0, faults);
        if (perClass is not null)
        {
            foreach (var name in ((string[])["points", "minimumPerClass"]).Where(name => body[name] is not null))
            {
                faults.Add(new RequestError(name, "does not go with pointsPerClass; give one of them."));
            }
        }

        var seed = body["seed"] is null ? Random.Shared.Next() : body["seed"].AsInteger();
        if (seed is null)
        {
            faults.Add(new RequestError("seed", "must be a whole number."));
        }

        var coordinates = body["coordinates"] is null ? "wgs84" : body["coordinates"].AsText()?.ToLowerInvariant();
        if (coordinates is not ("wgs84" or "raster"))
        {
            faults.Add(new RequestError("coordinates", "must be wgs84 or raster."));
        }

        return faults.Count > 0 ? throw new InvalidRequestException(faults) : new SampleDesign(
            perClass is null ? points ?? UsualPoints : null, perClass, perClass is not null ? 0 : minimum ?? (points is null ? UsualMinimum : StratifiedEstimator.FewestSamples), seed!.Value,
            coordinates == "raster");
    }

    private static int? Count(JsonObject body, string name, int least, List<RequestError> faults)
    {
        if (body[name] is null)
        {
            return null;
        }

        if (body[name].AsInteger() is { } count && count >= least && count <= SampleDesign.MostPoints)
        {
            return (int)count;
        }

        faults.Add(new RequestError(name, string.Create(CultureInfo.InvariantCulture, $"must be a whole number from {least} to {SampleDesign.MostPoints}.")));
        return null;
    }
}
