using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>Reads <c>geometry</c>, <c>inSR</c> and <c>spatialRel</c>. The geometry's own keys say what it is, so <c>geometryType</c> need not be given.</summary>
internal static class LayerFilterParser
{
    private static readonly Dictionary<string, SpatialRelation> Relations = new(StringComparer.OrdinalIgnoreCase)
    {
        ["esriSpatialRelIntersects"] = SpatialRelation.Intersects,
        ["esriSpatialRelEnvelopeIntersects"] = SpatialRelation.EnvelopeIntersects,
        ["esriSpatialRelIndexIntersects"] = SpatialRelation.EnvelopeIntersects,

        // of the geometry that is asked with: it contains the features, or lies within them
        ["esriSpatialRelContains"] = SpatialRelation.Within,
        ["esriSpatialRelWithin"] = SpatialRelation.Contains,
    };

    /// <summary>Reads them.</summary>
    /// <returns>Null when there is no geometry, or when there was a fault, which went to <paramref name="faults"/>.</returns>
    public static SpatialFilter? Parse(RequestParameters parameters, IFeatureTable table, List<RequestError> faults)
    {
        var reference = EsriSpatialReference.Parse(parameters["inSR"], "inSR", faults);
        var relation = SpatialRelation.Intersects;
        if (parameters["spatialRel"] is { } word && !Relations.TryGetValue(word, out relation))
        {
            faults.Add(new RequestError("spatialRel", $"is '{word}'; it must be one of {string.Join(", ", Relations.Keys)}."));
        }

        EsriGeometry? geometry = null;
        try
        {
            geometry = EsriGeometryParser.Parse(parameters);
        }
        catch (InvalidRequestException exception)
        {
            faults.AddRange(exception.Errors);
        }

        if (geometry is null)
        {
            return null;
        }

        var kind = geometry.Kind switch { EsriGeometryKind.Points => FilterShapeKind.Points, EsriGeometryKind.Lines => FilterShapeKind.Lines, _ => FilterShapeKind.Area };
        double[][] parts = [.. geometry.Parts.Select(part => part.SelectMany(point => (double[])[point.X, point.Y]).ToArray())];
        return new SpatialFilter(kind, parts, relation) { Reference = geometry.SpatialReference ?? reference ?? table.Reference };
    }
}
