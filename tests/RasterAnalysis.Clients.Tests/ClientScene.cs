using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

[assembly: AssemblyFixture(typeof(RasterAnalysis.Clients.Tests.ClientScene))]

namespace RasterAnalysis.Clients.Tests;

/// <summary>The service with rasters in Web Mercator and in UTM, a package, and the rasters classified: what the clients are shown (<c>tests/clients/scene.mjs</c>).</summary>
public sealed partial class ClientScene : IAsyncLifetime
{
    public const int Width = 600;
    public const int Height = 520;
    public const double Cell = 10;
    public const double Left = 1_000_000;
    public const double Top = 6_000_000;

    /// <summary>Zone 33 north, where <see cref="Left"/> and <see cref="Top"/> lie too, seven degrees east of its middle.</summary>
    public const int Utm = 32633;

    /// <summary>Values, names and colours.</summary>
    public static readonly (long Value, string Name, int[] Color)[] Classes = [(0, "Low", [10, 20, 30]), (1, "Middle", [200, 100, 0]), (2, "High", [0, 250, 120])];

    /// <summary>Where the pages of the clients come from: another origin than the service's.</summary>
    private const string PageOrigin = "http://page.example";

    private PageServer? _pages;
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
        if (NodeScript.LacksOfBrowser is null)
        {
            _pages = await PageServer.StartAsync();
            Environment["PAGES"] = _pages.Origin.GetLeftPart(UriPartial.Authority);
            Service.Settings["RasterAnalysis__Cors__Origins__1"] = Environment["PAGES"];
        }

        var (certificate, password) = await TestCertificate.WriteAsync(File("service.pfx"));
        Service.Settings["Kestrel__Certificates__Default__Path"] = certificate;
        Service.Settings["Kestrel__Certificates__Default__Password"] = password;
        Service.Settings["Kestrel__Endpoints__Plain__Url"] = "http://127.0.0.1:0";
        Service.Settings["Kestrel__Endpoints__Secure__Url"] = "https://127.0.0.1:0";
        await Service.StartAsync();
        var plain = File("plain.tif");
        await System.IO.File.WriteAllBytesAsync(plain, TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ClassAt(row, column), cell: Cell, left: Left, top: Top));
        await System.IO.File.WriteAllBytesAsync(
            Path.Combine(Service.Store, "long.tif"), TiffFile.Byte(5000, 5000, 1, (_, row, column) => (byte)ClassAt(row, column)));
        var model = (string)(await Client.AddAsync(TestPackages.Package(TestPackages.Definition(Classes), TinyNetworks.CopyBand(Classes.Length)), "levels.dlpk"))["id"]!;
        Environment["SECURE_SERVICE"] = SecureAddress().Match(Service.Log).Value + "/";
        Environment["SERVICE"] = Client.Http.BaseAddress!.AbsoluteUri;
        Environment["PAGE_ORIGIN"] = PageOrigin;
        Environment["MODEL_ITEM"] = model;
        Result = await ClassifyAsync(plain, 3857, model, "");
        await ClassifyAsync(plain, Utm, model, "UTM_");
    }

    /// <summary>Classifies the scene in a coordinate system, and tells the scripts where input and result are.</summary>
    private async Task<JsonNode> ClassifyAsync(string plain, int wkid, string model, string prefix)
    {
        var file = File($"scene{wkid}.tif");
        GdalTool.Run("gdal_translate", "-q", "-a_srs", $"EPSG:{wkid}", plain, file);
        var raster = (string)(await Client.AddAsync(await System.IO.File.ReadAllBytesAsync(file), Path.GetFileName(file)))["id"]!;
        var job = (await Client.ClassifyAsync(ServiceClient.Request(raster, model))).Job;
        var result = job["result"]!;
        Environment[$"{prefix}RASTER_ITEM"] = raster;
        Environment[$"{prefix}RASTER_FILE"] = file;
        Environment[$"{prefix}RESULT_ITEM"] = (string)result["itemId"]!;
        Environment[$"{prefix}RESULT_SERVICE"] = (string)result["imageServer"]!;
        Environment[$"{prefix}RESULT_DATA"] = (string)result["raster"]!;
        return result;
    }

    public async ValueTask DisposeAsync()
    {
        await Service.DisposeAsync();
        if (_pages is not null)
        {
            await _pages.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex SecureAddress();
}
