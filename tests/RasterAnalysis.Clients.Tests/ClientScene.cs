using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

[assembly: AssemblyFixture(typeof(RasterAnalysis.Clients.Tests.ClientScene))]

namespace RasterAnalysis.Clients.Tests;

/// <summary>The service with a raster in Web Mercator, a package, and the raster classified: what the clients are shown (<c>tests/clients/scene.mjs</c>).</summary>
public sealed class ClientScene : IAsyncLifetime
{
    public const int Width = 600;
    public const int Height = 520;
    public const double Cell = 10;
    public const double Left = 1_000_000;
    public const double Top = 6_000_000;

    /// <summary>Values, names and colours.</summary>
    public static readonly (long Value, string Name, int[] Color)[] Classes = [(0, "Low", [10, 20, 30]), (1, "Middle", [200, 100, 0]), (2, "High", [0, 250, 120])];

    /// <summary>Where the pages of the clients come from: another origin than the service's.</summary>
    private const string PageOrigin = "http://page.example";

    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-clients-").FullName;

    public ServiceProcess Service { get; } = new();

    public ServiceClient Client => Service.Client;

    /// <summary>The job's result: <c>itemId</c>, <c>raster</c>, <c>imageServer</c>.</summary>
    public JsonNode Result { get; private set; } = null!;

    /// <summary>A file for one test.</summary>
    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>Class of a pixel.</summary>
    public static int ClassAt(int row, int column) => ((row * 31) + (column * 17) + (row * column)) % Classes.Length;

    /// <summary>What the scripts find in their environment.</summary>
    public Dictionary<string, string> Environment { get; } = [];

    public async ValueTask InitializeAsync()
    {
        Service.Settings["RasterAnalysis__Cors__Origins__0"] = PageOrigin;
        await Service.StartAsync();
        var plain = File("plain.tif");
        await System.IO.File.WriteAllBytesAsync(plain, TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ClassAt(row, column), cell: Cell, left: Left, top: Top));
        GdalTool.Run("gdal_translate", "-q", "-a_srs", "EPSG:3857", plain, File("scene.tif"));
        await System.IO.File.WriteAllBytesAsync(
            Path.Combine(Service.Store, "long.tif"), TiffFile.Byte(5000, 5000, 1, (_, row, column) => (byte)ClassAt(row, column)));
        var raster = (string)(await Client.AddAsync(await System.IO.File.ReadAllBytesAsync(File("scene.tif")), "scene.tif"))["id"]!;
        var model = (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(Classes), TinyNetworks.CopyBand(Classes.Length)), "levels.dlpk"))["id"]!;
        Result = (await Client.ClassifyAsync(ServiceClient.Request(raster, model))).Job["result"]!;
        Environment["SERVICE"] = Client.Http.BaseAddress!.AbsoluteUri;
        Environment["PAGE_ORIGIN"] = PageOrigin;
        Environment["RASTER_ITEM"] = raster;
        Environment["RASTER_FILE"] = File("scene.tif");
        Environment["MODEL_ITEM"] = model;
        Environment["RESULT_ITEM"] = (string)Result["itemId"]!;
        Environment["RESULT_SERVICE"] = (string)Result["imageServer"]!;
        Environment["RESULT_DATA"] = (string)Result["raster"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
