using System.Text.Json.Nodes;

namespace RasterAnalysis.EndToEnd.Tests.Stac;

/// <summary>Items as public catalogues write them, with the fields that count.</summary>
internal static class Scene
{
    public const string Tiff = "image/tiff; application=geotiff; profile=cloud-optimized";

    public static JsonObject Item(string id, JsonObject assets, string? time = "2024-06-01T10:17:46Z", double? clouds = null, bool isOffsetApplied = false) => new()
    {
        ["type"] = "Feature", ["stac_version"] = "1.0.0", ["id"] = id,
        ["properties"] = new JsonObject { ["datetime"] = time, ["eo:cloud_cover"] = clouds, ["earthsearch:boa_offset_applied"] = isOffsetApplied },
        ["assets"] = assets, ["links"] = new JsonArray(),
    };

    /// <summary>A band of Sentinel-2 L2A, as Earth Search has it.</summary>
    public static JsonObject Sentinel2(string href, string name, string common) => new()
    {
        ["href"] = href, ["type"] = Tiff, ["roles"] = new JsonArray("data", "reflectance"),
        ["eo:bands"] = new JsonArray(new JsonObject { ["name"] = name, ["common_name"] = common }),
        ["raster:bands"] = new JsonArray(new JsonObject { ["nodata"] = 0, ["data_type"] = "uint16", ["scale"] = 0.0001, ["offset"] = -0.1 }),
    };

    /// <summary>A band of Landsat Collection 2 in STAC 1.1: in a bucket, and by https.</summary>
    public static JsonObject Landsat(string href, string name, string common) => new()
    {
        ["href"] = $"s3://usgs-landsat/{name}.TIF", ["type"] = "image/vnd.stac.geotiff; cloud-optimized=true", ["roles"] = new JsonArray("data"),
        ["alternate"] = new JsonObject { ["https"] = new JsonObject { ["href"] = href } },
        ["bands"] = new JsonArray(new JsonObject { ["name"] = name, ["eo:common_name"] = common }), ["nodata"] = 0, ["raster:scale"] = 2.75e-05, ["raster:offset"] = -0.2,
    };

    public static JsonObject Collection(params IEnumerable<JsonObject> items) => new() { ["type"] = "FeatureCollection", ["features"] = new JsonArray([.. items]) };
}
