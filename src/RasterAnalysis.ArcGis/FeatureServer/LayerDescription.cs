using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>What a feature service and its layer say of themselves (<c>docs/reference/features.md</c>).</summary>
internal static class LayerDescription
{
    private const string GeometryType = "esriGeometryPolygon";

    // without PBF, so that clients ask for JSON
    private const string Formats = "JSON, geoJSON";

    /// <summary>The service.</summary>
    public static JsonObject OfService(FeatureService service) => new()
    {
        ["currentVersion"] = ArcGisVersion.Current,
        ["serviceDescription"] = service.Item.Details.Snippet,
        ["serviceItemId"] = service.Item.Id,
        ["hasVersionedData"] = false,
        ["maxRecordCount"] = FeatureService.MaxRecordCount,
        ["supportedQueryFormats"] = Formats,
        ["supportsDisconnectedEditing"] = false,
        ["syncEnabled"] = false,
        ["capabilities"] = "Query",
        ["description"] = service.Item.Details.Description,
        ["copyrightText"] = service.Item.Details.AccessInformation,
        ["spatialReference"] = EsriSpatialReference.ToJson(service.Table.Reference),
        ["initialExtent"] = Extent(service),
        ["fullExtent"] = Extent(service),
        ["allowGeometryUpdates"] = false,
        ["units"] = "esriMeters",
        ["documentInfo"] = new JsonObject { ["Title"] = service.Item.Title, ["Author"] = service.Item.Owner },
        ["layers"] = new JsonArray(new JsonObject
        {
            ["id"] = 0,
            ["name"] = service.Name,
            ["parentLayerId"] = -1,
            ["defaultVisibility"] = true,
            ["subLayerIds"] = null,
            ["minScale"] = 0,
            ["maxScale"] = 0,
            ["type"] = "Feature Layer",
            ["geometryType"] = GeometryType,
        }),
        ["tables"] = new JsonArray(),
        ["enableZDefaults"] = false,
    };

    /// <summary>The layers with all that each says of itself.</summary>
    public static JsonObject OfLayers(FeatureService service) => new() { ["layers"] = new JsonArray(OfLayer(service)), ["tables"] = new JsonArray() };

    /// <summary>The layer.</summary>
    public static JsonObject OfLayer(FeatureService service) => new()
    {
        ["currentVersion"] = ArcGisVersion.Current,
        ["id"] = 0,
        ["name"] = service.Name,
        ["type"] = "Feature Layer",
        ["serviceItemId"] = service.Item.Id,
        ["description"] = service.Item.Details.Description,
        ["copyrightText"] = service.Item.Details.AccessInformation,
        ["defaultVisibility"] = true,
        ["geometryType"] = GeometryType,
        ["minScale"] = 0,
        ["maxScale"] = 0,
        ["extent"] = Extent(service),
        ["sourceSpatialReference"] = EsriSpatialReference.ToJson(service.Table.Reference),
        ["drawingInfo"] = LayerDrawing.ToJson(service),
        ["displayField"] = service.ClassField?.Name ?? FeatureTableDefinition.IdField,
        ["objectIdField"] = FeatureTableDefinition.IdField,
        ["globalIdField"] = "",
        ["typeIdField"] = "",
        ["types"] = new JsonArray(),
        ["templates"] = new JsonArray(),
        ["relationships"] = new JsonArray(),
        ["fields"] = new JsonArray([EsriFields.IdToJson(), .. service.Table.Fields.Select(EsriFields.ToJson)]),
        ["hasAttachments"] = false,
        ["hasZ"] = false,
        ["hasM"] = false,
        ["isDataVersioned"] = false,
        ["htmlPopupType"] = "esriServerHTMLPopupTypeNone",
        ["allowGeometryUpdates"] = false,
        ["capabilities"] = "Query",
        ["maxRecordCount"] = FeatureService.MaxRecordCount,
        ["supportedQueryFormats"] = Formats,
        ["supportsStatistics"] = true,
        ["supportsAdvancedQueries"] = true,
        ["supportsCoordinatesQuantization"] = true,
        ["supportsReturningQueryGeometry"] = false,
        ["useStandardizedQueries"] = true,
        ["advancedQueryCapabilities"] = new JsonObject
        {
            ["supportsPagination"] = true,
            ["supportsPaginationOnAggregatedQueries"] = true,
            ["supportsStatistics"] = true,
            ["supportsOrderBy"] = true,
            ["supportsDistinct"] = true,
            ["supportsReturningQueryExtent"] = true,
            ["supportsQueryWithDistance"] = false,
            ["supportsQueryWithResultType"] = false,
            ["supportsReturningGeometryCentroid"] = false,
            ["supportsSqlExpression"] = false,
            ["supportsHavingClause"] = false,
            ["supportsPercentileStatistics"] = false,
            ["supportsCountDistinct"] = false,
        },
    };

    private static JsonObject? Extent(FeatureService service) => service.Table.Extent is { } extent ? EsriExtent.ToJson(extent, service.Table.Reference) : null;
}
