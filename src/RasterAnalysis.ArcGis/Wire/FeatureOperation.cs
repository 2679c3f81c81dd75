namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Metadata of an endpoint that gives features, and so takes <c>f=geojson</c>.</summary>
internal sealed class FeatureOperation;
