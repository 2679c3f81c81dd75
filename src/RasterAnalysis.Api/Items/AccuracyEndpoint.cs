using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using RasterAnalysis.Access;
using RasterAnalysis.Api.Auditing;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Items;

/// <summary><c>/items/{id}/accuracy</c>: how right a class raster is, by points or a raster of which somebody knows the truth.</summary>
internal static class AccuracyEndpoint
{
    public static void MapAccuracy(this RouteGroupBuilder items)
    {
        items.MapPost("/{id}/accuracy", AssessAsync).IsAudited(AuditAction.ItemChanged).WithName("AssessItem").WithSummary("Compares a classified raster with reference data")
            .WithDescription(
                "The form's file 'reference' is GeoJSON or CSV with points of known class, or a raster of classes. From points accuracies and areas are estimated with 95 % intervals, with the classes of "
                + "the map as strata (Olofsson et al. 2014); with a raster every pixel is compared. The answer stays attached to the item, in place of an earlier one.")
            .WithMetadata(new DisableRequestSizeLimitAttribute()).IsLimited(RateLimitKind.Uploads).MayBeTooLarge().MayHaveUndeclaredBody().MayBeMissing().DisableAntiforgery();
        items.MapGet("/{id}/accuracy", GetAsync).WithName("GetItemAccuracy").WithSummary("The last comparison of a classified raster with reference data").MayBeMissing();
        items.MapDelete("/{id}/accuracy", DeleteAsync).IsAudited(AuditAction.ItemChanged).WithName("DeleteItemAccuracy")
            .WithSummary("Takes the last comparison with reference data off an item").MayBeMissing();
    }

    private static async Task<Ok<AccuracyModel>> AssessAsync(
        string id, HttpRequest request, CallerCatalog catalog, IAccuracyReports reports, DataLayout layout, JobLimits limits, CancellationToken cancellationToken)
    {
        var item = await catalog.RequireOwnAsync(id, cancellationToken);
        var (reference, withKappa) = await ReferenceForm.ReadAsync(request, layout, limits, cancellationToken);
        try
        {
            return TypedResults.Ok(AccuracyModel.From(await reports.AssessAsync(item, reference, withKappa, cancellationToken)));
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("id", exception.Message);
        }
        finally
        {
            File.Delete(reference.Path);
        }
    }

    private static async Task<Ok<AccuracyModel>> GetAsync(string id, CallerCatalog catalog, IAccuracyReports reports, CancellationToken cancellationToken) =>
        TypedResults.Ok(AccuracyModel.From(reports.Find(await catalog.RequireAsync(id, cancellationToken)) ?? throw new NotFoundException("accuracy of item", id)));

    private static async Task<NoContent> DeleteAsync(string id, CallerCatalog catalog, IAccuracyReports reports, CancellationToken cancellationToken)
    {
        await reports.RemoveAsync(await catalog.RequireOwnAsync(id, cancellationToken), cancellationToken);
        return TypedResults.NoContent();
    }
}
