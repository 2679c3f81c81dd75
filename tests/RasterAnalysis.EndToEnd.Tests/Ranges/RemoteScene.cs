using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Ranges;

/// <summary>A cloud-optimised GeoTIFF on another server, and a service that copies its classes.</summary>
internal sealed class RemoteScene : IAsyncDisposable
{
    public const int Side = 2400;
    private const int Classes = 13;
    private static readonly Lazy<byte[]> Cog = new(() => MadeRaster.Translate(TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)ValueAt(row, column)), "-of", "COG", "-co", "BLOCKSIZE=128", "-co", "COMPRESS=DEFLATE"));
    private string _model = "";

    public RemoteScene(byte[]? content = null, Action<Dictionary<string, string>>? set = null)
    {
        Server = new RangeServer(content ?? Cog.Value);
        Service.Settings["RasterAnalysis__AllowedHosts__0"] = "127.0.0.1";

        // what is too slow is known soon
        Service.Settings["RasterAnalysis__RemoteRasters__Patience"] = "00:00:02";
        set?.Invoke(Service.Settings);
    }

    /// <summary>The scene as it is made; its classes cannot be guessed, so it does not become small.</summary>
    public static byte[] Content => Cog.Value;

    public RangeServer Server { get; }

    public ServiceProcess Service { get; } = new();

    /// <summary>Folders of files that are kept for later jobs.</summary>
    public string[] Kept => Directory.Exists(Root) ? [.. Directory.EnumerateDirectories(Root).SelectMany(Directory.EnumerateDirectories)] : [];

    private string Root => Path.Combine(Service.DataRoot, "remote-rasters");

    public static uint ValueAt(int row, int column)
    {
        var mixed = unchecked((uint)((row * 73856093) ^ (column * 19349663)) * 2654435761u);
        return (mixed >> 16) % Classes;
    }

    public async Task StartAsync()
    {
        await Service.StartAsync();
        _model = (string)(await Service.Client.AddAsync(TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(Classes)), TinyNetworks.CopyBand(Classes)), "model.dlpk"))["id"]!;
    }

    /// <summary>A job over a square of the scene, or over all of it.</summary>
    public JsonObject Request(int? row = null, int column = 0, int side = 0, bool mayReuse = false)
    {
        var context = new JsonObject { ["reuseResults"] = mayReuse };
        if (row is { } top)
        {
            // TiffFile's place: cells of 10 from 500000, 5000000
            var (x, y) = (500000 + (10.0 * column), 5000000 - (10.0 * top));
            context["extent"] = new JsonObject { ["xmin"] = x, ["ymin"] = y - (10.0 * side), ["xmax"] = x + (10.0 * side), ["ymax"] = y };
        }

        var request = ServiceClient.Request("", _model, context: context);
        request["inputRaster"] = new JsonObject { ["url"] = Server.Address.AbsoluteUri };
        return request;
    }

    /// <summary>Runs a job over all that must fail.</summary>
    /// <returns>Its errors, without the line that says when.</returns>
    public async Task<string[]> FailAsync(JsonObject request)
    {
        var job = await Service.Client.FinishedAsync(await Service.Client.SubmitAsync(request));
        Assert.Equal("failed", (string)job["status"]!);
        return [.. ServiceClient.Messages(job, "error").Where(text => !text.StartsWith("Failed at ", StringComparison.Ordinal))];
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Server.Dispose();
    }
}
