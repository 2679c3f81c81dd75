using System.Text.Json.Nodes;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>The operation <c>query</c> of a mosaic: its rasters as a feature set.</summary>
internal sealed class CatalogQuery(ImageService service, IReadOnlyList<MosaicRaster> rasters, IRasterRenderer renderer)
{
    private readonly List<RequestError> _faults = [];

    /// <summary>Answers a query.</summary>
    /// <exception cref="InvalidRequestException">A parameter is not understood.</exception>
    public JsonObject Answer(RequestParameters parameters)
    {
        var where = parameters["where"] is { } text ? WhereClause.Parse(text, "where") : null;
        var ids = Ids(parameters["objectIds"]);
        var fields = Fields(parameters["outFields"]);
        var hasShape = Boolean(parameters, "returnGeometry", unset: true);
        var outReference = EsriSpatialReference.Parse(parameters["outSR"], "outSR", _faults) ?? service.SpatialReference;
        var inReference = EsriSpatialReference.Parse(parameters["inSR"], "inSR", _faults);
        var (onlyIds, onlyCount) = (Boolean(parameters, "returnIdsOnly", unset: false), Boolean(parameters, "returnCountOnly", unset: false));
        var (skip, take) = (Number(parameters, "resultOffset", 0), Number(parameters, "resultRecordCount", ServiceDescription.MaxRecordCount));
        if (_faults.Count > 0)
        {
            throw new InvalidRequestException(_faults);
        }

        var area = EsriGeometryParser.Parse(parameters)?.Project(service.SpatialReference, inReference, renderer);
        var found = rasters.Where(raster => where?.IsTrueFor(raster) != false && ids?.Contains(raster.ObjectId) != false && (area is null || Touches(area, raster))).ToArray();
        if (onlyCount)
        {
            return new JsonObject { ["count"] = found.Length };
        }

        if (onlyIds)
        {
            return new JsonObject { ["objectIdFieldName"] = CatalogFields.ObjectId, ["objectIds"] = new JsonArray([.. found.Select(raster => JsonValue.Create(raster.ObjectId))]) };
        }

        var page = found.Skip(skip).Take(Math.Min(take, ServiceDescription.MaxRecordCount)).ToArray();
        return FeatureSet(page, fields, hasShape, outReference, isMore: skip + page.Length < found.Length);
    }

    /// <summary>Rasters as a feature set.</summary>
    public JsonObject FeatureSet(IReadOnlyList<MosaicRaster> page, IReadOnlyCollection<string> fields, bool hasShape, SpatialReference? reference, bool isMore)
    {
        var features = new JsonObject { ["objectIdFieldName"] = CatalogFields.ObjectId };
        if (hasShape)
        {
            features["geometryType"] = "esriGeometryPolygon";
            features["spatialReference"] = EsriSpatialReference.ToJson(reference);
        }

        features["fields"] = CatalogFields.ToJson(fields, hasShape);
        features["features"] = new JsonArray([.. page.Select(raster => Feature(raster, fields, hasShape, reference))]);
        if (isMore)
        {
            features["exceededTransferLimit"] = true;
        }

        return features;
    }

    /// <summary>One raster as a feature.</summary>
    public JsonObject Feature(MosaicRaster raster, IReadOnlyCollection<string> fields, bool hasShape, SpatialReference? reference)
    {
        var feature = new JsonObject { ["attributes"] = CatalogFields.Attributes(raster, fields) };
        if (hasShape)
        {
            var outline = new EsriGeometry(EsriGeometryKind.Area, [raster.Footprint], service.SpatialReference).Project(reference, null, renderer);
            feature["geometry"] = new JsonObject
            {
                ["rings"] = new JsonArray(new JsonArray([.. outline.Parts[0].Append(outline.Parts[0][0]).Select(point => new JsonArray(point.X, point.Y))])),
                ["spatialReference"] = EsriSpatialReference.ToJson(reference),
            };
        }

        return feature;
    }

    // by rectangles: footprints nearly are, and clients filter finer themselves
    private static bool Touches(EsriGeometry area, MosaicRaster raster)
    {
        var (a, b) = (area.Bounds, raster.Bounds);
        return a.XMin <= b.XMax && b.XMin <= a.XMax && a.YMin <= b.YMax && b.YMin <= a.YMax;
    }

    private HashSet<int>? Ids(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var ids = text.Split(',').Select(id => JsonValue.Create(id.Trim()).AsInt32()).ToArray();
        if (ids.Any(id => id is null))
        {
            _faults.Add(new RequestError("objectIds", "must be numbers with commas between them."));
        }

        return [.. ids.OfType<int>()];
    }

    private string[] Fields(string? text)
    {
        var names = (text ?? CatalogFields.ObjectId).Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Where(name => !name.Equals("Shape", StringComparison.OrdinalIgnoreCase)).ToArray();
        if (names.Contains("*"))
        {
            return [.. CatalogFields.Names];
        }

        var found = names.Select(name => (Name: name, Own: CatalogFields.Find(name))).ToArray();
        _faults.AddRange(found.Where(pair => pair.Own is null).Select(pair => new RequestError(
            "outFields", $"has no field '{pair.Name}'; there are {string.Join(", ", CatalogFields.Names)}, or * for all.")));
        return [.. found.Select(pair => pair.Own).OfType<string>()];
    }

    private bool Boolean(RequestParameters parameters, string name, bool unset)
    {
        var value = parameters[name] is { } text ? JsonReading.ParseBoolean(text) : unset;
        if (value is null)
        {
            _faults.Add(new RequestError(name, "must be true or false."));
        }

        return value ?? unset;
    }

    private int Number(RequestParameters parameters, string name, int unset)
    {
        var value = parameters[name] is { } text ? JsonValue.Create(text).AsInt32() : unset;
        if (value is not >= 0)
        {
            _faults.Add(new RequestError(name, "must be a whole number from 0."));
        }

        return Math.Max(0, value ?? unset);
    }
}
