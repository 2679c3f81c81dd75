using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Web;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Testing.ImageServices;

/// <summary>
/// Another server on loopback with one image service, as the ArcGIS contract has it, written for itself: formulas and a hand-made TIFF. It can be
/// told to misbehave.
/// </summary>
public sealed partial class ForeignImageServer : IDisposable
{
    private readonly LoopbackServer _server;
    private readonly ForeignRaster _raster;
    private readonly ConcurrentQueue<string> _addresses = new();
    private int _exports;
    private int _running;

    /// <summary>Starts to listen on a free port.</summary>
    public ForeignImageServer(ForeignRaster raster)
    {
        _raster = raster;
        _server = new LoopbackServer(Serve, atOnce: true);
        Service = new Uri(_server.Address, "arcgis/rest/services/Ortho/ImageServer");
        Description = Describe(raster);
    }

    /// <summary>Address of the service.</summary>
    public Uri Service { get; }

    /// <summary>What the service says of itself.</summary>
    public JsonObject Description { get; set; }

    /// <summary>The token that every request must carry; null for none.</summary>
    public string? Token { get; set; }

    /// <summary>Rasters that can be locked by their id, for a mosaic.</summary>
    public Dictionary<long, ForeignRaster> Items { get; } = [];

    /// <summary>Ids that are listed at once.</summary>
    public int MaxRecordCount { get; set; } = 1000;

    /// <summary>May answer an export in another way than it should; returns false to leave it to the server.</summary>
    public Func<ForeignExport, HttpListenerResponse, bool>? Misbehave { get; set; }

    /// <summary>Exports that were answered as they should.</summary>
    public ConcurrentQueue<ForeignExport> Answered { get; } = new();

    /// <summary>Most exports that were in work at once.</summary>
    public int MostAtOnce { get; private set; }

    /// <summary>Paths and queries of all requests.</summary>
    public IReadOnlyCollection<string> Requests => _addresses;

    /// <inheritdoc/>
    public void Dispose() => _server.Dispose();

    /// <summary>Writes JSON.</summary>
    public static void Answer(HttpListenerResponse response, JsonObject json)
    {
        response.ContentType = "application/json";
        Answer(response, Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    /// <summary>Writes ArcGIS's error envelope.</summary>
    public static void AnswerError(HttpListenerResponse response, int code, string message) => Answer(
        response, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message, ["details"] = new JsonArray() } });

    /// <summary>Writes bytes.</summary>
    public static void Answer(HttpListenerResponse response, byte[] bytes)
    {
        response.ContentLength64 = bytes.Length;
        response.OutputStream.Write(bytes);
    }

    /// <summary>The TIFF of a block of the raster, shifted and typed as wished.</summary>
    public byte[] Tiff(ForeignExport export, double shift = 0, int? bands = null, bool? is16Bit = null) => Tiff(_raster, export, null, shift, bands, is16Bit);

    private static byte[] Tiff(ForeignRaster raster, ForeignExport export, int[]? bandIds, double shift = 0, int? bands = null, bool? is16Bit = null)
    {
        int Value(int band, int row, int column)
        {
            var (r, c) = (row + export.Row, column + export.Column);
            return r >= 0 && c >= 0 && r < raster.Height && c < raster.Width ? raster.Sample(bandIds?[band] ?? band, r, c) : raster.NoData ?? 0;
        }

        var (left, top) = (raster.Left + ((export.Column + shift) * raster.Cell), raster.Top - (export.Row * raster.Cell));
        var count = bands ?? bandIds?.Length ?? raster.Bands;
        return is16Bit ?? raster.Is16Bit
            ? TiffFile.UInt16(export.Width, export.Height, count, (b, r, c) => (ushort)Value(b, r, c), (ushort?)raster.NoData, raster.Cell, left, top)
            : TiffFile.Byte(export.Width, export.Height, count, (b, r, c) => (byte)Value(b, r, c), (byte?)raster.NoData, raster.Cell, left: left, top: top);
    }

    private static JsonObject Describe(ForeignRaster raster)
    {
        JsonObject extent = new()
        {
            ["xmin"] = raster.Left,
            ["ymin"] = raster.Top - (raster.Height * raster.Cell),
            ["xmax"] = raster.Left + (raster.Width * raster.Cell),
            ["ymax"] = raster.Top,
            ["spatialReference"] = new JsonObject { ["wkid"] = 32633, ["latestWkid"] = 32633 },
        };
        return new JsonObject
        {
            ["currentVersion"] = 10.91,
            ["name"] = "Ortho",
            ["extent"] = extent,
            ["pixelSizeX"] = raster.Cell,
            ["pixelSizeY"] = raster.Cell,
            ["bandCount"] = raster.Bands,
            ["pixelType"] = raster.Is16Bit ? "U16" : "U8",
            ["noDataValue"] = raster.NoData,
            ["capabilities"] = "Image,Metadata,Catalog",
            ["serviceSourceType"] = "esriImageServiceSourceTypeDataset",
            ["allowRasterFunction"] = true,
            ["maxImageHeight"] = 4100,
            ["maxImageWidth"] = 15000,
        };
    }

    [GeneratedRegex(@"OBJECTID>(\d+)")]
    private static partial Regex AfterId();

    private void Serve(HttpListenerContext context)
    {
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref _running));
        try
        {
            Serve(context.Request, context.Response);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
        }
    }

    private void Serve(HttpListenerRequest request, HttpListenerResponse response)
    {
        _addresses.Enqueue(request.Url!.PathAndQuery);
        var parameters = Parameters(request);
        var operation = request.Url.AbsolutePath[Math.Min(request.Url.AbsolutePath.Length, Service.AbsolutePath.Length)..].Trim('/');
        if (Token is not null && parameters["token"] != Token)
        {
            AnswerError(response, parameters["token"] is null ? 499 : 498, parameters["token"] is { } wrong ? $"Invalid token {wrong}." : "Token Required");
        }
        else if (operation.Length == 0)
        {
            Answer(response, Description);
        }
        else if (operation == "exportImage")
        {
            Export(parameters, response);
        }
        else if (operation == "query")
        {
            var after = AfterId().Match(parameters["where"]!) is { Success: true } match ? long.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture) : 0;
            var ids = Items.Keys.Where(id => id > after).Order().ToArray();
            Answer(response, new JsonObject
            {
                ["objectIdFieldName"] = "OBJECTID",
                ["objectIds"] = new JsonArray([.. ids.Take(MaxRecordCount).Select(id => (JsonNode)id)]),
                ["exceededTransferLimit"] = ids.Length > MaxRecordCount,
            });
        }
        else if (operation.EndsWith("/info", StringComparison.Ordinal) && Items.TryGetValue(long.Parse(operation.Split('/')[0], CultureInfo.InvariantCulture), out var item))
        {
            Answer(response, Describe(item));
        }
        else
        {
            response.StatusCode = 404;
        }
    }

    private void Export(NameValueCollection parameters, HttpListenerResponse response)
    {
        var locked = parameters["mosaicRule"] is { } rule ? (long?)JsonNode.Parse(rule)!["lockRasterIds"]?[0] : null;
        var raster = locked is { } id ? Items[id] : _raster;
        var box = parameters["bbox"]!.Split(',').Select(part => double.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var size = parameters["size"]!.Split(',').Select(part => int.Parse(part, CultureInfo.InvariantCulture)).ToArray();
        var export = new ForeignExport(
            Interlocked.Increment(ref _exports) - 1, (int)Math.Round((box[0] - raster.Left) / raster.Cell), (int)Math.Round((raster.Top - box[3]) / raster.Cell),
            size[0], size[1], parameters);
        if (Misbehave?.Invoke(export, response) == true)
        {
            return;
        }

        var function = parameters["renderingRule"] is { } rendering ? JsonNode.Parse(rendering)! : new JsonObject();
        int[]? bands = (string?)function["rasterFunction"] == "ExtractBand"
            ? [.. function["rasterFunctionArguments"]!["BandIds"]!.AsArray().Select(band => (int)band!)] : null;
        Answered.Enqueue(export);
        response.ContentType = "image/tiff";
        Answer(response, Tiff(raster, export, bands));
    }

    private static NameValueCollection Parameters(HttpListenerRequest request)
    {
        if (request.HttpMethod != "POST")
        {
            return HttpUtility.ParseQueryString(request.Url!.Query);
        }

        using var reader = new StreamReader(request.InputStream);
        return HttpUtility.ParseQueryString(reader.ReadToEnd());
    }
}
