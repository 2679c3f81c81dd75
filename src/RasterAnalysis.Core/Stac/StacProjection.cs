using System.Globalization;
using System.Text.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Stac;

/// <summary>Reads where an item says that an asset lies, by the projection extension. It only saves opening the asset, so what is missing or odd is as if nothing were said.</summary>
internal static class StacProjection
{
    private const string Authority = "EPSG:";

    /// <summary>The footprint of an asset north-up; null where the item does not say enough.</summary>
    /// <param name="asset">The asset, which counts before its item.</param>
    /// <param name="properties">The item's properties.</param>
    /// <param name="item">The item.</param>
    public static RasterFootprint? Of(JsonElement asset, JsonElement properties, JsonElement item)
    {
        // shape and place belong together: what the item says is said of another asset where this one says something of its own
        var own = Has(asset, "proj:shape") || Has(asset, "proj:transform") || Has(asset, "proj:bbox") ? asset : properties;
        if (WkidOf(Has(asset, "proj:code") || Has(asset, "proj:epsg") ? asset : properties) is not { } wkid
            || Numbers(own, "proj:shape") is not [var height, var width] || !IsSide(height) || !IsSide(width))
        {
            return null;
        }

        var size = new RasterSize((int)width, (int)height);
        GeoTransform transform;
        if (Numbers(own, "proj:transform") is [var a, var b, var c, var d, var e, var f, ..])
        {
            transform = new GeoTransform(c, a, b, f, d, e);
        }
        else if (Numbers(own, "proj:bbox") is [var left, var bottom, var right, var top])
        {
            transform = new GeoTransform(left, (right - left) / width, 0, top, 0, (bottom - top) / height);
        }
        else
        {
            return null;
        }

        return transform.IsNorthUp && new RasterGrid(size, transform, null).IsUsable
            ? new RasterFootprint(wkid, transform.ExtentOf(size), transform.PixelWidth, DegreesOf(item)) : null;
    }

    private static bool IsSide(double pixels) => pixels is >= 1 and <= int.MaxValue && Math.Floor(pixels) == pixels;

    private static int? WkidOf(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        if (element.TryGetProperty("proj:code", out var code) && code.ValueKind == JsonValueKind.String)
        {
            return code.GetString() is { } text && text.StartsWith(Authority, StringComparison.OrdinalIgnoreCase)
                && int.TryParse(text.AsSpan(Authority.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var id) ? id : null;
        }

        return element.TryGetProperty("proj:epsg", out var number) && number.ValueKind == JsonValueKind.Number && number.TryGetInt32(out var epsg) && epsg > 0 ? epsg : null;
    }

    private static Extent? DegreesOf(JsonElement item)
    {
        var (west, south, east, north) = Numbers(item, "bbox") switch
        {
            [var a, var b, var c, var d] => (a, b, c, d),
            [var a, var b, _, var c, var d, _] => (a, b, c, d),
            _ => (double.NaN, 0, 0, 0),
        };
        var extent = west > east ? new Extent(-180, south, 180, north) : new Extent(west, south, east, north);
        return extent.IsValid && extent is { XMin: >= -180, YMin: >= -90, XMax: <= 180, YMax: <= 90 } ? extent : null;
    }

    private static bool Has(JsonElement element, string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null;

    private static double[]? Numbers(JsonElement element, string name)
    {
        const int most = 16;
        if (!Has(element, name) || element.GetProperty(name) is not { ValueKind: JsonValueKind.Array } list || list.GetArrayLength() > most)
        {
            return null;
        }

        double[] numbers = [.. list.EnumerateArray().Select(number => number.ValueKind == JsonValueKind.Number ? number.GetDouble() : double.NaN)];
        return Array.TrueForAll(numbers, double.IsFinite) ? numbers : null;
    }
}
