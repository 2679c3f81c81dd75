using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Requests;

/// <summary>Reads <c>context</c> (<c>docs/reference/arcgis-rest-behaviour.md#context</c>). Keys that would change the pixels and are not supported are refused; others noted.</summary>
internal static class AnalysisContextParser
{
    /// <summary>Reads the parameter <c>context</c>; faults go to the reader.</summary>
    /// <param name="reader">The request.</param>
    /// <param name="notes">Receives what was left aside.</param>
    public static AnalysisContext ParseParameter(RequestReader reader, List<string> notes) =>
        reader.Node("context") is { } node && reader.Object("context", node) is { } found ? Parse(reader.Into(found, "context"), notes) : new AnalysisContext();

    /// <summary>Keys that are known and change nothing here, with what happens instead.</summary>
    private static readonly (string Key, string Instead)[] Unused =
    [
        ("processSR", "pixels are worked on in the coordinate system of the output."),
        ("geographicTransformations", "PROJ chooses the transformation between two datums."),
        ("compression", "the classified raster is a cloud-optimised GeoTIFF with a lossless compression."),
        ("pyramid", "the classified raster always has overviews."),
        ("statistics", "the classified raster always has the pixel counts of its classes."),
        ("noData", "the NoData value is one that no class has."),
        ("cellAlignment", "give snapRaster to align the output with another raster."),
        ("origin", "give snapRaster to align the output with another raster."),
        ("where", "all rasters of the input take part; publish a layer of those that should, or give an extent."),
        ("processAsMultidimensional", "rasters are read as two-dimensional."),
    ];

    private static readonly string[] WktKeywords =
    [
        "PROJCS", "GEOGCS", "GEOCCS", "COMPD_CS", "LOCAL_CS", "PROJCRS", "PROJECTEDCRS", "GEOGCRS", "GEOGRAPHICCRS", "GEODCRS", "GEODETICCRS",
        "COMPOUNDCRS", "BOUNDCRS", "ENGCRS", "ENGINEERINGCRS", "DERIVEDPROJCRS",
    ];

    /// <summary>Reads the object; faults and notes go to the lists.</summary>
    public static AnalysisContext Parse(RequestReader reader, List<string> notes)
    {
        var (extent, extentReference) = ParseExtent(reader);
        var (cellX, cellY, cellSource) = ParseCellSize(reader);
        var (maskSource, maskPolygons) = MaskParser.Parse(reader);
        var context = new AnalysisContext
        {
            MaskSource = maskSource,
            MaskPolygons = maskPolygons,
            Extent = extent,
            ExtentSpatialReference = extentReference,
            CellSizeX = cellX,
            CellSizeY = cellY,
            CellSizeSource = cellSource,
            OutputSpatialReference = reader.Node("outSR", "outSpatialReference") is { } sr ? ParseSpatialReference(reader, "outSR", sr) : null,
            SnapRaster = reader.Node("snapRaster") is { } snap ? SourceReferenceParser.Parse(reader, "snapRaster", snap) : null,
            ResamplingMethod = ParseResampling(reader),
            ProcessorType = ParseProcessor(reader),
            ParallelProcessingFactor = reader.Node("parallelProcessingFactor").AsText(),
            RecycleProcessingWorkers = ParseCount(reader, "recycleProcessingWorkers"),
            RetryOnFailures = ParseCount(reader, "retryOnFailures"),
            ReuseResults = ParseFlag(reader, "reuseResults"),
        };
        foreach (var (key, instead) in Unused)
        {
            if (reader.Node(key) is not null)
            {
                notes.Add($"context.{key} is not used: {instead}");
            }
        }

        // some clients put it here
        reader.Node("f");
        notes.AddRange(reader.Unknown().Select(key => $"context.{key} is not known and was left aside."));
        return context;
    }

    /// <summary>Reads a coordinate system: <c>{"wkid"}</c>, <c>{"latestWkid"}</c>, <c>{"wkt"}</c>, a number, or a text with a number or WKT.</summary>
    public static SpatialReference? ParseSpatialReference(RequestReader reader, string name, JsonNode node)
    {
        if (node is JsonObject found)
        {
            if ((found["latestWkid"] ?? found["wkid"]).AsInt32() is { } id && id > 0)
            {
                return new SpatialReference(id, null);
            }

            if ((found["wkt2"] ?? found["wkt"]).AsText() is { Length: > 0 and < 20_000 } wkt && IsWkt(wkt))
            {
                return new SpatialReference(null, wkt);
            }
        }
        else if (node.AsInt32() is { } number && number > 0)
        {
            return new SpatialReference(number, null);
        }
        else if (node.AsText()?.Trim() is { Length: > 0 and < 20_000 } text)
        {
            if (text[0] == '{')
            {
                return reader.Object(name, node) is { } parsed ? ParseSpatialReference(reader, name, parsed) : null;
            }

            if (text.StartsWith("EPSG:", StringComparison.OrdinalIgnoreCase) && int.TryParse(text.AsSpan(5), out var code) && code > 0)
            {
                return new SpatialReference(code, null);
            }

            if (IsWkt(text))
            {
                return new SpatialReference(null, text);
            }
        }

        reader.Refuse(name, "must name a coordinate system, for example {\"wkid\":3857}.");
        return null;
    }

    // GDAL would take other texts for names of files and addresses
    private static bool IsWkt(string text) =>
        text.IndexOf('[', StringComparison.Ordinal) is > 0 and var bracket
        && WktKeywords.Contains(text[..bracket].Trim(), StringComparer.OrdinalIgnoreCase) && text.TrimEnd().EndsWith(']');

    /// <summary>Reads <c>extent</c>; faults go to the reader.</summary>
    public static (Extent? Extent, SpatialReference? Reference) ParseExtent(RequestReader reader)
    {
        if (reader.Node("extent") is not { } node)
        {
            return default;
        }

        if (node.AsText()?.ToUpperInvariant() is "MAXOF" or "MINOF" or "DEFAULT")
        {
            return default;
        }

        if (reader.Object("extent", node) is not { } found)
        {
            return default;
        }

        var inner = reader.Into(found, "extent");
        double Coordinate(string name)
        {
            var number = inner.Node(name).AsNumber();
            if (number is null)
            {
                inner.Refuse(name, "must be a finite number, in units of the extent's spatialReference.");
            }

            return number ?? double.NaN;
        }

        var extent = new Extent(Coordinate("xmin"), Coordinate("ymin"), Coordinate("xmax"), Coordinate("ymax"));
        if (!extent.IsValid && !double.IsNaN(extent.Width + extent.Height))
        {
            reader.Refuse("extent", $"({extent}) has no area; xmin must be less than xmax and ymin less than ymax.");
        }

        return (extent, inner.Node("spatialReference") is { } sr ? ParseSpatialReference(inner, "spatialReference", sr) : null);
    }

    private static (double? X, double? Y, SourceReference? Source) ParseCellSize(RequestReader reader)
    {
        var node = reader.Node("cellSize");
        switch (node is JsonValue && node.AsText()?.TrimStart().StartsWith('{') == true ? reader.Object("cellSize", node) : node)
        {
            case null:
                return default;
            case JsonObject found when found["factor"] is not null:
                reader.Refuse("cellSize.factor", "is not supported; give the cell size itself, a positive number in units of the output's coordinate system.");
                return default;
            case JsonValue text when text.AsText()?.ToUpperInvariant() is "MAXOF" or "MINOF" or "MAXOFIN" or "MINOFIN" or "DEFAULT":
                // of one input, the coarsest and the finest cell are the same
                return default;
            case JsonObject found when found["x"] is not null:
                return Positive(reader, found["x"], found["y"] ?? found["x"]);
            case JsonValue value when value.AsNumber() is not null:
                return Positive(reader, value, value);
            case JsonObject found when found["url"] is not null || found["itemId"] is not null || found["uri"] is not null:
                return (null, null, SourceReferenceParser.Parse(reader, "cellSize", found));
            case var other:
                return Positive(reader, other, null);
        }
    }

    private static (double? X, double? Y, SourceReference? Source) Positive(RequestReader reader, JsonNode? x, JsonNode? y)
    {
        if (x.AsNumber() is { } width && y.AsNumber() is { } height && width > 0 && height > 0)
        {
            return (width, height, null);
        }

        var odd = x.AsNumber() is > 0 ? y : x ?? y;
        reader.Refuse("cellSize", $"is {odd?.ToJsonString() ?? "not whole"}; it must be a positive finite number in units of the output's coordinate system, or name a raster, for example {{\"itemId\":\"…\"}}.");
        return default;
    }

    private static ResamplingMethod ParseResampling(RequestReader reader)
    {
        switch (reader.Node("resamplingMethod").AsText()?.ToUpperInvariant())
        {
            case null or "NEAREST" or "NEARESTNEIGHBOR":
                return ResamplingMethod.Nearest;
            case "BILINEAR":
                return ResamplingMethod.Bilinear;
            case "CUBIC":
                return ResamplingMethod.Cubic;
            default:
                reader.Refuse("resamplingMethod", "must be NEAREST, BILINEAR or CUBIC.");
                return ResamplingMethod.Nearest;
        }
    }

    private static ProcessorType ParseProcessor(RequestReader reader)
    {
        switch (reader.Node("processorType").AsText()?.ToUpperInvariant())
        {
            case null or "CPU":
                return ProcessorType.Cpu;
            case "GPU":
                return ProcessorType.Gpu;
            default:
                reader.Refuse("processorType", "must be CPU or GPU.");
                return ProcessorType.Cpu;
        }
    }

    private static int? ParseCount(RequestReader reader, string name)
    {
        if (reader.Node(name) is not { } node)
        {
            return null;
        }

        if (node.AsInt32() is { } count && count is >= 0 and <= 1_000_000)
        {
            return count;
        }

        reader.Refuse(name, "must be a whole number, 0 or more.");
        return null;
    }

    private static bool? ParseFlag(RequestReader reader, string name)
    {
        if (reader.Node(name) is not { } node)
        {
            return null;
        }

        if (node.AsBoolean() is { } flag)
        {
            return flag;
        }

        reader.Refuse(name, "must be true or false.");
        return null;
    }
}
