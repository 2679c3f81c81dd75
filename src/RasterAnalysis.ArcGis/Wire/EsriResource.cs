using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ServicesDirectory;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>What an operation answers; <see cref="EsriResult"/> writes it in the format that was asked for.</summary>
/// <param name="Title">Heading of the HTML page.</param>
/// <param name="Body">The JSON, keys exactly as ArcGIS spells them.</param>
/// <param name="Links">Resources below or beside this one, for the HTML page.</param>
internal sealed record EsriResource(string Title, JsonObject Body, params IReadOnlyList<ResourceLink> Links)
{
    /// <summary>What its page for people has more; null for nothing.</summary>
    public ResourcePage? Page { get; init; }
}
