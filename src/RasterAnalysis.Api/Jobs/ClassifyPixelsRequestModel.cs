using System.Text.Json.Nodes;

namespace RasterAnalysis.Api.Jobs;

/// <summary>Body of <c>POST /classify-pixels/jobs</c>: the parameters of ArcGIS's task, as JSON rather than as text.</summary>
/// <param name="InputRaster">The imagery: <c>{"itemId"}</c>, <c>{"uri"}</c> in a raster store, or <c>{"url"}</c>.</param>
/// <param name="Model">The package: <c>{"itemId"}</c>, <c>{"uri"}</c> or <c>{"url"}</c>.</param>
/// <param name="ModelArguments">Arguments of the model by name.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item.</param>
/// <param name="ProcessAllRasterItems">Whether each raster of a mosaic is classified by itself.</param>
/// <param name="Context">The analysis environment: extent, cellSize, outSR, snapRaster, resamplingMethod, processorType and so on.</param>
internal sealed record ClassifyPixelsRequestModel(
    JsonObject InputRaster, JsonObject Model, JsonObject? ModelArguments, string? OutputName, string? Folder, bool? ProcessAllRasterItems, JsonObject? Context);
