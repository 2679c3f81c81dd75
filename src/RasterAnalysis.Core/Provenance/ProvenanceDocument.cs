using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Catalog;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;

namespace RasterAnalysis.Provenance;

/// <summary>A result as a STAC Item 1.1: what it was made of, how and by which versions (extensions processing, file, projection and, for models that it has words for, MLM).</summary>
public static class ProvenanceDocument
{
    private const string StacVersion = "1.1.0";
    private const string Processing = "https://stac-extensions.github.io/processing/v1.2.0/schema.json";
    private const string FileInfo = "https://stac-extensions.github.io/file/v2.1.0/schema.json";
    private const string Projection = "https://stac-extensions.github.io/projection/v2.0.0/schema.json";

    /// <summary>Writes it. Addresses are relative to that of the item's provenance, whatever the service is called.</summary>
    /// <param name="item">The result.</param>
    /// <param name="record">How it was made.</param>
    /// <param name="plan">The plan of its first raster.</param>
    /// <param name="request">The request as its job shows it, without secrets.</param>
    /// <param name="place">Where it lies in longitude and latitude; null where nothing says it.</param>
    /// <param name="model">The package's item; null where the model is none, or its card says nothing.</param>
    public static JsonObject Write(CatalogItem item, ProvenanceRecord record, TilePlan plan, JsonNode request, Extent? place, CatalogItem? model)
    {
        ArgumentNullException.ThrowIfNull(item);
        ArgumentNullException.ThrowIfNull(record);
        ArgumentNullException.ThrowIfNull(plan);
        var time = item.Created.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        var properties = new JsonObject
        {
            ["datetime"] = time,
            ["title"] = item.Title,
            ["processing:datetime"] = time,
            ["processing:facility"] = "RasterAnalysis",
            ["processing:lineage"] = $"{record.Task}, job {record.JobId}",
            ["processing:software"] = new JsonObject(plan.Software.Select(version => KeyValuePair.Create(version.Key, (JsonNode?)version.Value))),
            ["rasteranalysis:request"] = request.DeepClone(),
            ["rasteranalysis:normalization"] = plan.Normalization.Description,
            ["rasteranalysis:tiles"] = new JsonObject
            {
                ["width"] = plan.Tiling.TileWidth, ["height"] = plan.Tiling.TileHeight, ["padding"] = plan.Tiling.Padding, ["stride"] = plan.Tiling.Stride, ["batch"] = plan.Tiling.BatchSize,
            },
            ["rasteranalysis:processor"] = plan.ProcessorType.ToString().ToUpperInvariant(),
            ["rasteranalysis:precision"] = (plan.Quantization?.Precision ?? NetworkPrecision.Float32).ToString().ToLowerInvariant(),
        };
        if (plan.Seams is { } seams)
        {
            properties["rasteranalysis:seams"] = new JsonObject { ["exact"] = seams.IsExact, ["report"] = $"{seams}" };
        }

        var extensions = new JsonArray(Processing, FileInfo);
        if (item.Raster is { } raster)
        {
            extensions.Add(Projection);
            Place(properties, raster);
        }

        var document = new JsonObject
        {
            ["type"] = "Feature",
            ["stac_version"] = StacVersion,
            ["stac_extensions"] = extensions,
            ["id"] = item.Id,
            ["geometry"] = place is { } extent ? Polygon(extent) : null,
            ["properties"] = properties,
            ["links"] = Links(request),
            ["assets"] = Assets(item, record),
        };
        if (place is { } box)
        {
            document["bbox"] = new JsonArray(box.XMin, box.YMin, box.XMax, box.YMax);
        }

        Describe(model, properties, extensions);
        return document;
    }

    private static void Place(JsonObject properties, RasterInfo raster)
    {
        properties["proj:code"] = raster.Wkid is { } wkid ? $"{(wkid > 32767 ? "ESRI" : "EPSG")}:{wkid}" : null;
        if (raster is { Wkid: null, Grid.Wkt: { } wkt })
        {
            properties["rasteranalysis:wkt"] = wkt;
        }

        properties["proj:shape"] = new JsonArray(raster.Grid.Size.Height, raster.Grid.Size.Width);

        // GDAL's six begin with the corner; STAC's are the rows of the matrix
        var six = raster.Grid.Transform.ToArray();
        properties["proj:transform"] = new JsonArray(six[1], six[2], six[0], six[4], six[5], six[3]);
    }

    private static JsonArray Links(JsonNode request)
    {
        var links = new JsonArray(
            new JsonObject { ["rel"] = "self", ["href"] = "provenance", ["type"] = "application/geo+json" },
            new JsonObject { ["rel"] = "signature", ["href"] = "provenance?f=jws", ["type"] = "application/jose" });
        foreach (var input in (string[])["inputRaster", "model"])
        {
            if (request[input] is JsonObject named && named["itemId"].AsText() is { } id)
            {
                links.Add(new JsonObject { ["rel"] = "derived_from", ["href"] = $"../{id}", ["title"] = input });
            }
        }

        return links;
    }

    private static JsonObject Assets(CatalogItem item, ProvenanceRecord record)
    {
        var assets = new JsonObject();
        foreach (var (number, part) in record.Parts.Index())
        {
            var data = item.Members.Count > 0 ? $"rasters/{number}/data" : "data";
            var asset = Asset(part.Result, data, "image/tiff; application=geotiff; profile=cloud-optimized", "data");
            asset["title"] = part.Name.Length > 0 ? part.Name : item.Title;
            assets[number == 0 ? "data" : $"data-{number}"] = asset;
        }

        foreach (var (number, file) in record.Inputs.Index())
        {
            assets[$"input-{number}"] = Asset(file, null, null, file.Role == "model" ? "mlm:model" : "source");
        }

        foreach (var (number, file) in record.Ranges.Index())
        {
            assets[$"input-{record.Inputs.Count + number}"] = Ranged(file);
        }

        return assets;
    }

    /// <summary>What was read of a file of another server, of which nobody has the whole.</summary>
    private static JsonObject Ranged(RecordedRanges file)
    {
        var asset = new JsonObject { ["href"] = file.Address, ["title"] = file.Name, ["roles"] = new JsonArray("source"), ["file:size"] = file.Length };
        if (file.EntityTag is { } tag)
        {
            asset["rasteranalysis:etag"] = tag;
        }

        if (file.LastModified is { } modified)
        {
            asset["rasteranalysis:last_modified"] = modified.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
        }

        if (file.Sha256 is { } hash)
        {
            asset["rasteranalysis:blocks"] = new JsonObject
            {
                ["size"] = BlockFile.BlockBytes, ["count"] = file.Blocks.Sum(range => range.Count), ["checksum"] = ProvenanceStore.Multihash(hash),
                ["ranges"] = new JsonArray([.. file.Blocks.Select(range => (JsonNode)new JsonArray(range.First, range.End - 1))]),
            };
        }

        return asset;
    }

    /// <summary>Inputs are named and hashed; where they lie in this service is nobody's business.</summary>
    private static JsonObject Asset(RecordedFile file, string? href, string? type, string role)
    {
        var asset = new JsonObject { ["href"] = href ?? $"urn:sha256:{file.Sha256 ?? "unknown"}", ["title"] = file.Name, ["roles"] = new JsonArray(role), ["file:size"] = file.Length };
        if (type is not null)
        {
            asset["type"] = type;
        }

        if (file.Sha256 is { } hash)
        {
            asset["file:checksum"] = ProvenanceStore.Multihash(hash);
        }

        return asset;
    }

    private static void Describe(CatalogItem? item, JsonObject properties, JsonArray extensions)
    {
        if (item?.Model is not { Detector: null } model)
        {
            return;
        }

        JsonObject card;
        try
        {
            card = MlmItemWriter.Write(model, item.Id, item.Created);
        }
        catch (ModelPackageException)
        {
            // the extension has no words for it
            return;
        }

        foreach (var (name, value) in card["properties"]!.AsObject().Where(property => property.Key.StartsWith("mlm:", StringComparison.Ordinal)))
        {
            properties[name] = value?.DeepClone();
        }

        foreach (var schema in card["stac_extensions"]!.AsArray().Select(schema => (string)schema!).Where(schema => schema.Contains("/mlm/", StringComparison.Ordinal)))
        {
            extensions.Add(schema);
        }
    }

    private static JsonObject Polygon(Extent extent) => new()
    {
        ["type"] = "Polygon",
        ["coordinates"] = new JsonArray(new JsonArray(
            Corner(extent.XMin, extent.YMin), Corner(extent.XMax, extent.YMin), Corner(extent.XMax, extent.YMax), Corner(extent.XMin, extent.YMax), Corner(extent.XMin, extent.YMin))),
    };

    private static JsonArray Corner(double x, double y) => new(x, y);
}
