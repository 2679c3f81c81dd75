using System.Text.Json.Nodes;
using RasterAnalysis.Api.Jobs;

namespace RasterAnalysis.Api.Items;

/// <summary>Body of <c>POST /items/{id}/model/preview</c>.</summary>
/// <param name="ItemId">Id of a raster, an item of type Image Service.</param>
/// <param name="Extent">Area around whose middle the tile lies, and which it does not leave; the whole raster unless given.</param>
/// <param name="ModelArguments">Arguments of the model by name, as for a job.</param>
internal sealed record ModelPreviewRequestModel(string ItemId, ExtentModel? Extent, JsonObject? ModelArguments);
