using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ImageServices;

/// <summary>
/// Reads the JSON of an image service or of one of its items. It comes from a stranger: what cannot be a raster is refused with a text that
/// names the key.
/// </summary>
public static class ImageServiceDescriptionParser
{
    private const double MaxPixels = 4e11;
    private const int MaxBands = 1000;
    private const int MinImageSide = 32;
    private const int UsualMaxSide = 4100;

    /// <summary>Reads the description of a service.</summary>
    /// <exception cref="RasterAccessException">It is none, or not one that can be read pixel by pixel.</exception>
    public static ImageServiceDescription Parse(JsonObject json)
    {
        ArgumentNullException.ThrowIfNull(json);
        RequireImages(json);
        var (size, transform, reference) = GridOf(json, "the service");
        var (type, word) = TypeOf(json);
        var bands = BandsOf(json);
        return new ImageServiceDescription(
            Shorten(json["name"].AsText() ?? "image service"), size, transform, reference, bands, type, word, NoDataOf(json, bands),
            NamesOf(json, bands), MaxImageSizeOf(json, size),
            json["hasColormap"].AsBoolean() == true && bands == 1,
            json["allowRasterFunction"].AsBoolean() != false,
            IsMosaic(json),
            [.. (json["fields"] as JsonArray ?? []).OfType<JsonObject>().Select(field => field["name"].AsText()).OfType<string>()]);
    }

    /// <summary>Reads <c>/{id}/info</c>: the item's own grid, bands and type; what it does not say is as in the service.</summary>
    /// <param name="json">The answer.</param>
    /// <param name="name">The item's name.</param>
    /// <param name="service">The service.</param>
    /// <exception cref="RasterAccessException">It describes no raster.</exception>
    public static ImageServiceDescription ParseItem(JsonObject json, string name, ImageServiceDescription service)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(service);
        var (size, transform, reference) = GridOf(json, $"item {name}");
        var (type, word) = json["pixelType"] is null ? (service.PixelType, service.PixelTypeWord) : TypeOf(json);
        var bands = json["bandCount"] is null ? service.BandCount : BandsOf(json);
        return service with
        {
            Name = Shorten(name),
            Size = size,
            Transform = transform,
            SpatialReference = reference ?? service.SpatialReference,
            BandCount = bands,
            PixelType = type,
            PixelTypeWord = word,
            NoData = NoDataOf(json, bands) is { Count: > 0 } own ? own : service.NoData.Count <= 1 || service.NoData.Count == bands ? service.NoData : [],
            BandNames = service.BandNames.Count == bands ? service.BandNames : [],
        };
    }

    private static void RequireImages(JsonObject json)
    {
        if (json["capabilities"].AsText() is not { Length: > 0 } text)
        {
            return; // an old service that does not say gives images
        }

        var words = text.Split(',', StringSplitOptions.TrimEntries);
        if (Has(words, "TilesOnly") || !Has(words, "Image"))
        {
            throw new RasterAccessException(
                $"The image service gives only tiles made for display (capabilities '{Shorten(text)}'), not its pixel values; name a service whose capabilities have Image and not TilesOnly.");
        }
    }

    private static (RasterSize Size, GeoTransform Transform, SpatialReference? Reference) GridOf(JsonObject json, string whose)
    {
        var extent = json["extent"] as JsonObject ?? json["fullExtent"] as JsonObject ?? throw Refuse("extent", whose, "is missing");
        double Corner(string key) => extent[key].AsNumber() ?? throw Refuse($"extent.{key}", whose, "is no finite number");
        var box = new Extent(Corner("xmin"), Corner("ymin"), Corner("xmax"), Corner("ymax"));
        double Cell(string key) => json[key].AsNumber() is { } size and > 0 ? size : throw Refuse(key, whose, "is no number greater than 0");
        var (x, y) = (Cell("pixelSizeX"), Cell("pixelSizeY"));
        if (!box.IsValid || !double.IsFinite(box.Width) || !double.IsFinite(box.Height))
        {
            throw Refuse("extent", whose, $"({box}) has no area");
        }

        // a tenth of a cell: published extents are not always whole cells, and clients of ArcGIS count so
        var columns = Math.Max(1, Math.Ceiling((box.Width / x) - 0.1));
        var rows = Math.Max(1, Math.Ceiling((box.Height / y) - 0.1));
        if (columns > int.MaxValue || rows > int.MaxValue || columns * rows > MaxPixels)
        {
            throw Refuse("pixelSizeX", whose, string.Create(CultureInfo.InvariantCulture, $"gives {columns:G6}×{rows:G6} pixels, more than the {MaxPixels:G3} that can be worked on"));
        }

        var reference = ReferenceOf(extent["spatialReference"]) ?? ReferenceOf(json["spatialReference"]);
        return (new RasterSize((int)columns, (int)rows), new GeoTransform(box.XMin, x, 0, box.YMax, 0, -y), reference);
    }

    private static SpatialReference? ReferenceOf(JsonNode? node)
    {
        if (node is not JsonObject found)
        {
            return null;
        }

        if ((found["latestWkid"] ?? found["wkid"]).AsInt32() is { } wkid and > 0)
        {
            return new SpatialReference(wkid, null);
        }

        return (found["wkt2"] ?? found["wkt"]).AsText() is { Length: > 0 and < 20_000 } wkt ? new SpatialReference(null, wkt) : null;
    }

    private static (PixelType Type, string Word) TypeOf(JsonObject json)
    {
        var word = json["pixelType"].AsText()?.Trim().ToUpperInvariant() ?? throw Refuse("pixelType", "the service", "is missing");
        PixelType? type = word switch
        {
            "U1" or "U2" or "U4" or "U8" => PixelType.U8,
            "S8" => PixelType.S8,
            "U16" => PixelType.U16,
            "S16" => PixelType.S16,
            "U32" => PixelType.U32,
            "S32" => PixelType.S32,
            "F32" => PixelType.F32,
            "F64" => PixelType.F64,
            _ => null,
        };
        return type is { } known ? (known, word) : throw Refuse("pixelType", "the service", $"is '{Shorten(word)}'; only real numbers can be classified");
    }

    private static int BandsOf(JsonObject json) =>
        json["bandCount"].AsInt32() is { } bands and >= 1 and <= MaxBands ? bands : throw Refuse("bandCount", "the service", $"is no number from 1 to {MaxBands}");

    private static IReadOnlyList<double?> NoDataOf(JsonObject json, int bands)
    {
        if (json["noDataValues"] is JsonArray { Count: > 0 } values && (values.Count == bands || values.Count == 1))
        {
            return [.. values.Select(value => value.AsNumber())];
        }

        return json["noDataValue"].AsNumber() is { } one ? [one] : [];
    }

    private static string[] NamesOf(JsonObject json, int bands)
    {
        var names = (json["bandNames"] as JsonArray ?? []).Select(name => name.AsText()).OfType<string>().Select(Shorten).ToArray();
        return names.Length == bands ? names : [];
    }

    private static RasterSize MaxImageSizeOf(JsonObject json, RasterSize size)
    {
        int Side(string key) => json[key].AsInteger() is { } side and > 0 ? (int)Math.Min(side, int.MaxValue) : UsualMaxSide;
        var most = new RasterSize(Side("maxImageWidth"), Side("maxImageHeight"));
        return most.Width >= Math.Min(MinImageSide, size.Width) && most.Height >= Math.Min(MinImageSide, size.Height)
            ? most
            : throw Refuse("maxImageWidth and maxImageHeight", "the service", $"allow blocks of {most} pixels only, too small to read {size} pixels by");
    }

    private static bool IsMosaic(JsonObject json) =>
        json["serviceSourceType"].AsText() is { } source
            ? source.Equals("esriImageServiceSourceTypeMosaicDataset", StringComparison.OrdinalIgnoreCase)
            : json["fields"] is JsonArray { Count: > 0 };

    private static bool Has(string[] words, string word) => words.Contains(word, StringComparer.OrdinalIgnoreCase);

    private static string Shorten(string text) => text.Length <= 100 ? text : text[..100] + "…";

    private static RasterAccessException Refuse(string key, string whose, string fault) =>
        new($"The description of {whose} cannot be used: {key} {fault}.");
}
