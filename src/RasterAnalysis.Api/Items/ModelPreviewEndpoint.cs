using Microsoft.AspNetCore.Http.HttpResults;
using RasterAnalysis.Api.Errors;
using RasterAnalysis.Api.OpenApi;
using RasterAnalysis.Api.RateLimits;
using RasterAnalysis.Api.Requests;
using RasterAnalysis.ArcGis;
using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Items;

/// <summary><c>POST /items/{id}/model/preview</c>: what a model makes of one tile of a raster.</summary>
internal static class ModelPreviewEndpoint
{
    /// <summary>Fields of a job by the names that they have here.</summary>
    private static readonly Dictionary<string, string> Fields = new()
    {
        ["inputRaster"] = "itemId",
        ["context.extent"] = "extent",
    };

    public static void MapModelPreview(this RouteGroupBuilder items) =>
        items.MapPost("/{id}/model/preview", PreviewAsync).WithName("PreviewModel").WithSummary("Shows what the model makes of one tile of a raster")
            .WithDescription(
                "A PNG of at most 512 × 512 pixels in the classes' colours, transparent where there is no pixel: the raster's own cells around the middle of the extent, or of the raster. "
                + "It is made in a processing instance with the time and memory of pictures.")
            .IsLimited(RateLimitKind.Pictures).TakesJson<ModelPreviewRequestModel>().Produces<Stream>(200, "image/png").MayBeMissing();

    private static async Task<FileContentHttpResult> PreviewAsync(
        string id, HttpRequest request, CallerCatalog catalog, DataLayout layout, IModelPreviews previews, CancellationToken cancellationToken)
    {
        var model = await catalog.RequireAsync(id, cancellationToken);
        if (ItemEndpoints.ModelOf(model) is null)
        {
            throw new NotFoundException("model in item", id);
        }

        var body = await RequestBody.ReadObjectAsync(request, cancellationToken);
        var unknown = RequestKeys.Of<ModelPreviewRequestModel>().Unknown(body);
        var read = ModelPreviewParser.Parse(body, unknown);
        var raster = await catalog.FindAsync(read.ItemId, cancellationToken)
            ?? throw new InvalidRequestException("itemId", $"There is no item '{read.ItemId}'; GET /api/v1/items lists those that exist.");
        if (raster.Raster is null || raster.IsReserved)
        {
            throw new InvalidRequestException("itemId", $"The item '{read.ItemId}' is no raster; name an item of type Image Service.");
        }

        var source = new RasterSource(raster.DataPath, raster.IsTrusted, raster.Members.Count > 0 ? raster.Members : null);
        var asked = new ModelPreviewRequest(layout.PackageFolder(id), read.ModelArguments, read.Extent, read.ExtentSpatialReference);
        try
        {
            var picture = await previews.PreviewAsync(source, asked, cancellationToken);
            return TypedResults.File(picture.Content, picture.ContentType);
        }
        catch (InvalidRequestException exception)
        {
            throw new InvalidRequestException([.. exception.Errors.Select(error => error with { Field = Fields.GetValueOrDefault(error.Field, error.Field) })]);
        }
        catch (RasterAccessException exception) when (!exception.IsTransient)
        {
            throw new InvalidRequestException("itemId", exception.Message);
        }
        catch (ModelPackageException exception)
        {
            // the package itself was taken: it is this raster that it does not go with
            throw new InvalidRequestException("itemId", $"does not go with this model. {exception.Message}");
        }
    }
}
