using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

[assembly: AssemblyFixture(typeof(RasterAnalysis.OpenApi.Tests.DescribedService))]

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>The service as it is built, a raster and a package to work with, and the document by which it describes itself.</summary>
public sealed class DescribedService : IAsyncLifetime
{
    public const int Width = 60;
    public const int Height = 50;
    public const double Cell = 10;
    public const double Left = 1_000_000;
    public const double Top = 6_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-openapi-").FullName;

    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    /// <summary>The document, as the service gives it.</summary>
    public string Document { get; private set; } = "";

    public byte[] Raster { get; private set; } = [];

    public byte[] Package { get; } = TestPackages.Package(
        TestPackages.Definition([(0, "Low", [10, 20, 30]), (1, "Middle", [200, 100, 0]), (2, "High", [0, 250, 120])]), TinyNetworks.CopyBand(3));

    public string RasterId { get; private set; } = "";

    public string PackageId { get; private set; } = "";

    /// <summary>Class of a pixel of the raster.</summary>
    public static int ClassAt(int row, int column) => ((row * 31) + (column * 17) + (row * column)) % 3;

    /// <summary>A file for one test.</summary>
    public string File(string name) => Path.Combine(_folder, name);

    /// <summary>A job that has succeeded.</summary>
    public async Task<JsonNode> ClassifyAsync() => (await Client.ClassifyAsync(ServiceClient.Request(RasterId, PackageId))).Job;

    public async ValueTask InitializeAsync()
    {
        await Process.StartAsync();
        Document = await Client.Http.GetStringAsync("swagger/v1/swagger.json");
        await System.IO.File.WriteAllBytesAsync(File("plain.tif"), TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ClassAt(row, column), cell: Cell, left: Left, top: Top));
        GdalTool.Run("gdal_translate", "-q", "-a_srs", "EPSG:3857", File("plain.tif"), File("scene.tif"));
        Raster = await System.IO.File.ReadAllBytesAsync(File("scene.tif"));
        RasterId = (string)(await Client.AddAsync(Raster, "scene.tif"))["id"]!;
        PackageId = (string)(await Client.AddAsync(Package, "levels.dlpk"))["id"]!;
    }

    public async ValueTask DisposeAsync()
    {
        await Process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
