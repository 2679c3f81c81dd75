using System.Text.Json.Nodes;
using RasterAnalysis.Stac;

namespace RasterAnalysis.Core.Tests.Stac;

/// <summary>Documents as public catalogues write them, with the fields that count.</summary>
internal static class StacDocuments
{
    public const string Field = "inputRaster";

    public static readonly Uri Address = new("https://stac.example.com/collections/c/items/scene");

    /// <summary>Sentinel-2 L2A as Earth Search has it: an asset a band, the same again as JPEG 2000 in a bucket, a picture of three bands, a class raster.</summary>
    public static JsonObject Sentinel2(bool isOffsetApplied = false) => Item("S2B_33TTM_20240601_0_L2A", new JsonObject
    {
        ["datetime"] = "2024-06-01T10:17:46.339000Z", ["eo:cloud_cover"] = 3.25, ["earthsearch:boa_offset_applied"] = isOffsetApplied, ["proj:epsg"] = 32633,
    }, new JsonObject
    {
        ["blue"] = Band("B02.tif", "B02", "blue"),
        ["green"] = Band("B03.tif", "B03", "green"),
        ["nir"] = Band("B08.tif", "B08", "nir"),
        ["nir08"] = Band("B8A.tif", "B8A", "nir08"),
        ["red"] = Band("B04.tif", "B04", "red"),
        ["rededge1"] = Band("B05.tif", "B05", "rededge"),
        ["rededge2"] = Band("B06.tif", "B06", "rededge"),
        ["swir16"] = Band("B11.tif", "B11", "swir16"),
        ["scl"] = new JsonObject { ["href"] = "https://data.example.com/SCL.tif", ["type"] = Tiff, ["roles"] = new JsonArray("data"), ["raster:bands"] = new JsonArray(new JsonObject { ["nodata"] = 0, ["data_type"] = "uint8" }) },
        ["thumbnail"] = new JsonObject { ["href"] = "https://elsewhere.example.com/preview.jpg", ["type"] = "image/jpeg", ["roles"] = new JsonArray("thumbnail") },
        ["visual"] = new JsonObject
        {
            ["href"] = "https://data.example.com/TCI.tif", ["type"] = Tiff, ["roles"] = new JsonArray("visual"),
            ["eo:bands"] = new JsonArray([.. new[] { "red", "green", "blue" }.Select(name => (JsonNode)new JsonObject { ["name"] = name, ["common_name"] = name })]),
        },
        ["red-jp2"] = new JsonObject
        {
            ["href"] = "s3://sentinel-s2-l2a/tiles/33/T/TM/2024/6/1/0/R10m/B04.jp2", ["type"] = "image/jp2", ["roles"] = new JsonArray("data", "reflectance"),
            ["eo:bands"] = new JsonArray(new JsonObject { ["name"] = "B04", ["common_name"] = "red" }),
        },
    });

    /// <summary>Landsat Collection 2 in the form of STAC 1.1: <c>bands</c>, hrefs in a bucket, https ones as alternates.</summary>
    public static JsonObject Landsat() => Item("LC09_L2SP_191028_20240604_02_T1", new JsonObject { ["datetime"] = null, ["start_datetime"] = "2024-06-04T09:53:00Z", ["end_datetime"] = "2024-06-04T09:54:00Z" }, new JsonObject
    {
        ["red"] = Landsat("SR_B4.TIF", "OLI_B4", "red"),
        ["nir08"] = Landsat("SR_B5.TIF", "OLI_B5", "nir08"),
        ["qa_pixel"] = new JsonObject { ["href"] = "s3://usgs-landsat/QA_PIXEL.TIF", ["type"] = LandsatTiff, ["roles"] = new JsonArray("cloud", "water-mask") },
    });

    public const string Tiff = "image/tiff; application=geotiff; profile=cloud-optimized";

    private const string LandsatTiff = "image/vnd.stac.geotiff; cloud-optimized=true";

    public static JsonObject Item(string id, JsonObject properties, JsonObject assets) =>
        new() { ["type"] = "Feature", ["stac_version"] = "1.0.0", ["id"] = id, ["properties"] = properties, ["assets"] = assets, ["links"] = new JsonArray() };

    /// <summary>A document of items, as a search answers.</summary>
    public static JsonObject Collection(params JsonObject[] items) => new() { ["type"] = "FeatureCollection", ["features"] = new JsonArray([.. items]) };

    /// <summary>Reads a document from a file.</summary>
    public static StacDocument Read(string text, Uri? address = null)
    {
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, text);
            return StacDocument.Read(path, address ?? Address, Field);
        }
        finally
        {
            File.Delete(path);
        }
    }

    public static StacDocument Read(JsonObject document, Uri? address = null) => Read(document.ToJsonString(), address);

    public static RequestError FaultOf(Action read) => Assert.Single(Assert.Throws<InvalidRequestException>(read).Errors);

    private static JsonObject Band(string file, string name, string common) => new()
    {
        ["href"] = $"https://data.example.com/{file}", ["type"] = Tiff, ["roles"] = new JsonArray("data", "reflectance"),
        ["eo:bands"] = new JsonArray(new JsonObject { ["name"] = name, ["common_name"] = common, ["center_wavelength"] = 0.66 }),
        ["raster:bands"] = new JsonArray(new JsonObject { ["nodata"] = 0, ["data_type"] = "uint16", ["bits_per_sample"] = 15, ["spatial_resolution"] = 10, ["scale"] = 0.0001, ["offset"] = -0.1 }),
    };

    private static JsonObject Landsat(string file, string name, string common) => new()
    {
        ["href"] = $"s3://usgs-landsat/{file}", ["type"] = LandsatTiff, ["roles"] = new JsonArray("data"),
        ["alternate"] = new JsonObject { ["https"] = new JsonObject { ["href"] = $"https://landsatlook.example.com/data/{file}" } },
        ["bands"] = new JsonArray(new JsonObject { ["name"] = name, ["eo:common_name"] = common }), ["nodata"] = 0, ["raster:scale"] = 2.75e-05, ["raster:offset"] = -0.2,
    };
}
