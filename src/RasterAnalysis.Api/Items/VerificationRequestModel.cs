using System.Text.Json.Nodes;
using RasterAnalysis.Api.Requests;

namespace RasterAnalysis.Api.Items;

/// <summary>How much of a result is made again.</summary>
/// <param name="Sections">A number of sections, drawn by chance, or <c>"all"</c>; 10 unless given.</param>
internal sealed record VerificationRequestModel([property: AnyOf(typeof(int), typeof(string))] JsonNode? Sections);
