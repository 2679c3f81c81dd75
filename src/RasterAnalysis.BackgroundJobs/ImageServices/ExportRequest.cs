using System.Globalization;
using System.Text.Json.Nodes;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Json;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.BackgroundJobs.ImageServices;

/// <summary>
/// One block of an image service, on the service's own grid: the edges of <c>bbox</c> are cell corners and <c>size</c> is the number of cells, so
/// that the service resamples nothing (<c>docs/reference/arcgis-rest-behaviour.md#reading-an-image-service</c>).
/// </summary>
internal sealed record ExportRequest
{
    // in cells: an answer that is off by less is the one that was asked for
    private const double CornerTolerance = 1e-3;
    private const long SpareBytes = 16L << 20;
    private const int UnknownBandBytes = 64;

    private ExportRequest(PixelWindow window, Extent extent, IReadOnlyList<KeyValuePair<string, string>> parameters, long maxBytes) =>
        (Window, Extent, Parameters, MaxBytes) = (window, extent, parameters, maxBytes);

    /// <summary>The block, in pixels of the service.</summary>
    public PixelWindow Window { get; }

    /// <summary>The block's rectangle.</summary>
    public Extent Extent { get; }

    /// <summary>Parameters of <c>exportImage</c>, without <c>f</c> and token.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; }

    /// <summary>Most bytes of an answer.</summary>
    public long MaxBytes { get; }

    /// <summary>Makes the request for a block.</summary>
    /// <param name="raster">The service, or the item.</param>
    /// <param name="source">Its rules.</param>
    /// <param name="window">The block.</param>
    public static ExportRequest For(ImageServiceRaster raster, ImageServiceSource source, PixelWindow window)
    {
        var (left, top) = raster.Transform.Apply(window.ColumnOffset, window.RowOffset);
        var (right, bottom) = raster.Transform.Apply(window.ColumnEnd, window.RowEnd);
        var extent = new Extent(left, bottom, right, top);
        List<KeyValuePair<string, string>> parameters =
        [
            new("bbox", string.Join(',', new[] { left, bottom, right, top }.Select(Text))),
            new("size", string.Create(CultureInfo.InvariantCulture, $"{window.Width},{window.Height}")),
            new("format", "tiff"),
            new("pixelType", raster.PixelTypeWord ?? "UNKNOWN"),
            new("interpolation", "RSP_NearestNeighbor"),
            new("adjustAspectRatio", "false"),
        ];
        if (raster.SpatialReference is { } reference)
        {
            var text = reference.Wkid is { } wkid ? wkid.ToString(CultureInfo.InvariantCulture) : new JsonObject { ["wkt"] = reference.Wkt }.ToJsonString();
            parameters.AddRange([new("bboxSR", text), new("imageSR", text)]);
        }

        if ((source.RenderingRule ?? (raster.SendsNoneRule ? """{"rasterFunction":"None"}""" : null)) is { } rendering)
        {
            parameters.Add(new("renderingRule", rendering));
        }

        if (MosaicRuleOf(raster, source) is { } mosaic)
        {
            parameters.Add(new("mosaicRule", mosaic));
        }

        if (raster.SentNoData is { } noData)
        {
            parameters.AddRange([new("noData", Text(noData)), new("noDataInterpretation", "esriNoDataMatchAny")]);
        }

        var pixelBytes = raster is { BandCount: { } bands, PixelType: { } type } ? (bands + 1) * type.ByteSize() : UnknownBandBytes;
        return new ExportRequest(window, extent, parameters, (2 * window.PixelCount * pixelBytes) + SpareBytes);
    }

    /// <summary>Compares the JSON that goes with a picture's address with what was asked for.</summary>
    /// <returns>The difference, as the rest of a sentence; null when there is none.</returns>
    public string? CheckAnswer(JsonObject answer)
    {
        if (answer["width"].AsInt32() is { } width && answer["height"].AsInt32() is { } height && (width, height) != (Window.Width, Window.Height))
        {
            return $"answered {Window} with a picture of {width}×{height} pixels instead of {Window.Width}×{Window.Height}.";
        }

        if (answer["extent"] is not JsonObject extent)
        {
            return null; // the TIFF itself is checked in any case
        }

        var (x, y) = (Extent.Width / Window.Width * CornerTolerance, Extent.Height / Window.Height * CornerTolerance);
        bool IsOff(string key, double asked, double tolerance) => extent[key].AsNumber() is { } given && Math.Abs(given - asked) > tolerance;
        return IsOff("xmin", Extent.XMin, x) || IsOff("xmax", Extent.XMax, x) || IsOff("ymin", Extent.YMin, y) || IsOff("ymax", Extent.YMax, y)
            ? $"answered {Window} with another place than was asked for, which would shift pixels."
            : null;
    }

    /// <summary>An item that is read by itself is locked; the functions that the user's rule has for items are kept.</summary>
    private static string? MosaicRuleOf(ImageServiceRaster raster, ImageServiceSource source)
    {
        if (raster.ItemId is not { } id)
        {
            return source.MosaicRule;
        }

        var rule = new JsonObject { ["mosaicMethod"] = "esriMosaicLockRaster", ["lockRasterIds"] = new JsonArray(id) };
        if (source.MosaicRule is { } own && LenientJson.Parse(own) is JsonObject given && given["itemRenderingRule"] is { } itemRule)
        {
            rule["itemRenderingRule"] = itemRule.DeepClone();
        }

        return rule.ToJsonString();
    }

    private static string Text(double number) => number.ToString("R", CultureInfo.InvariantCulture);
}
