using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Jobs;

/// <summary>Which polygons are made of a class raster, and how.</summary>
/// <param name="MinimumArea">Square metres on the ellipsoid; smaller polygons are left out. 0 unless given.</param>
/// <param name="Simplify">Pixels by which edges may be moved, from 0 to 100; true is 1. Not at all unless given.</param>
/// <param name="Classes">Names or values of the classes whose polygons are made; all unless given.</param>
/// <param name="OutputName">Name of the result; by default made from the tool's and the layer's.</param>
/// <param name="Folder">Folder of the result's item, by title or id.</param>
[AlsoTaken("folderId")]
internal sealed record PolygonsRequestModel(
    double? MinimumArea, [property: AnyOf(typeof(double), typeof(bool))] JsonNode? Simplify, IReadOnlyList<string>? Classes, string? OutputName, string? Folder);
