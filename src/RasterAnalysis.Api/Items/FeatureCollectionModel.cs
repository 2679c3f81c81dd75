using System.Text.Json.Nodes;

namespace RasterAnalysis.Api.Items;

/// <summary>Features as GeoJSON (RFC 7946), a page of them.</summary>
/// <param name="Type"><c>FeatureCollection</c>.</param>
/// <param name="NumberMatched">How many features the request finds in all.</param>
/// <param name="NumberReturned">How many of them are here.</param>
/// <param name="Links">Where this page is, and where the next one is if there are more.</param>
/// <param name="Features">The features.</param>
internal sealed record FeatureCollectionModel(string Type, long NumberMatched, long NumberReturned, IReadOnlyList<FeatureLinkModel> Links, IReadOnlyList<FeatureModel> Features);

/// <summary>Another page.</summary>
/// <param name="Rel"><c>self</c> or <c>next</c>.</param>
/// <param name="Type">Its media type.</param>
/// <param name="Href">Its address.</param>
internal sealed record FeatureLinkModel(string Rel, string Type, string Href);

/// <summary>A feature.</summary>
/// <param name="Type"><c>Feature</c>.</param>
/// <param name="Id">Its number in the item.</param>
/// <param name="Geometry">A <c>Polygon</c> or a <c>MultiPolygon</c>; null where it cannot be projected.</param>
/// <param name="Properties">The values of its fields.</param>
internal sealed record FeatureModel(string Type, long Id, JsonObject? Geometry, JsonObject Properties);
