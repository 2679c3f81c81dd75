using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>
/// Two classified rasters of several blocks on one grid, and how sure they are. The later model knows a class less, one more, and gives them other values: <c>Forest</c> is 0 before and 2 after.
/// </summary>
public sealed class ChangePair(SharedService service) : IAsyncLifetime
{
    public const int Width = 1300;
    public const int Height = 1100;
    public const int NoData = 255;
    public const int Cell = 20;
    public static readonly string[] Before = ["Forest", "Water", "Town"];
    public static readonly string[] After = ["Water", "Bare, dry", "forest", "Town"];
    private static readonly int[][] ColorsBefore = [[0, 120, 0], [0, 0, 250], [200, 10, 10]];
    private static readonly int[][] ColorsAfter = [[10, 10, 240], [180, 150, 100], [20, 140, 20], [210, 20, 20]];

    public ServiceClient Client => service.Client;

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    public string FromConfidence { get; private set; } = "";

    public string ToConfidence { get; private set; } = "";

    public static int BeforeAt(int row, int column) => (row + (2 * column)) % 97 == 0 ? NoData : ((row / 90) + (column / 130)) % Before.Length;

    public static int AfterAt(int row, int column) => (row * 3 % 89) + (column % 7) == 11 ? NoData : ((row / 110) + (column / 70) + (row * column % 31 == 5 ? 1 : 0)) % After.Length;

    // NoData in a corner
    public static int FromConfidenceAt(int row, int column) => row < 40 && column < 50 ? NoData : (row + column) % 101;

    public static int ToConfidenceAt(int row, int column) => ((row * 7) + column) % 101;

    public async ValueTask InitializeAsync()
    {
        From = await ClassifyAsync(Raster(BeforeAt), Before, ColorsBefore);
        To = await ClassifyAsync(Raster(AfterAt), After, ColorsAfter);

        // of several bands, as results.confidence may be: the first counts
        FromConfidence = await AddAsync(TiffFile.Byte(Width, Height, 2, (band, row, column) => (byte)(band == 0 ? FromConfidenceAt(row, column) : 0), NoData, Cell));
        ToConfidence = await AddAsync(Raster(ToConfidenceAt));
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    public async Task<string> AddAsync(byte[] raster) => (string)(await Client.AddAsync(raster, "raster.tif"))["id"]!;

    public async Task<string> ClassifyAsync(byte[] raster, string[] names, int[][] colors)
    {
        var model = (string)(await Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(names.Index().Select(name => ((long)name.Index, name.Item, colors[name.Index]))), TinyNetworks.CopyBand(names.Length)), "model.dlpk"))["id"]!;
        var (job, _) = await Client.ClassifyAsync(ServiceClient.Request(await AddAsync(raster), model));
        return (string)job["result"]!["itemId"]!;
    }

    private static byte[] Raster(Func<int, int, int> at) => TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)at(row, column), NoData, Cell);
}
