using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Rasters;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Results;

/// <summary>A small raster of three classes and holes on any grid, the package that classifies it as it is, and what its pixels measure.</summary>
internal static class AreaScene
{
    public const int Width = 80;
    public const int Height = 60;
    public const int Classes = 3;
    public const int NoData = 255;
    private const double Axis = 6378137;
    private const double SquaredEccentricity = (2 - (1 / 298.257223563)) / 298.257223563;

    public static string[] Names { get; } = ["Water, \"open\"", "Wald ä", "=Town"];

    public static int ValueAt(int row, int column) => (row + column) % 13 == 0 ? NoData : ((row / 9) + (column / 7)) % Classes;

    /// <summary>The package.</summary>
    public static byte[] Package() =>
        TestPackages.Package(TestPackages.Definition(Names.Index().Select(name => ((long)name.Index, name.Item, new[] { 10 * name.Index, 20, 30 }))), TinyNetworks.CopyBand(Classes));

    /// <summary>A raster of the classes with holes, on any grid.</summary>
    public static byte[] Raster(string? system, double[] transform) => MadeRaster.InFolder(folder =>
    {
        File.WriteAllBytes(Path.Combine(folder, "source.tif"), TiffFile.Byte(Width, Height, 1, (_, row, column) => (byte)ValueAt(row, column)));
        var vrt = Path.Combine(folder, "raster.vrt");
        File.WriteAllText(
            vrt,
            $"<VRTDataset rasterXSize=\"{Width}\" rasterYSize=\"{Height}\">{(system is null ? "" : $"<SRS>{system}</SRS>")}<GeoTransform>{string.Join(", ", transform.Select(part => part.ToString("R", CultureInfo.InvariantCulture)))}</GeoTransform>"
            + $"<VRTRasterBand dataType=\"Byte\" band=\"1\"><NoDataValue>{NoData}</NoDataValue><SimpleSource><SourceFilename relativeToVRT=\"1\">source.tif</SourceFilename><SourceBand>1</SourceBand></SimpleSource></VRTRasterBand></VRTDataset>");
        GdalTool.Run("gdal_translate", "-q", vrt, Path.Combine(folder, "raster.tif"));
        return File.ReadAllBytes(Path.Combine(folder, "raster.tif"));
    });

    /// <summary>A mosaic of such rasters, each on a grid of its own.</summary>
    /// <returns>The id of its item.</returns>
    public static async Task<string> MosaicAsync(SharedService service, string system, params double[][] transforms)
    {
        var folder = Directory.CreateDirectory(Path.Combine(service.Process.Store, $"areas-{Guid.NewGuid():N}"));
        foreach (var (number, transform) in transforms.Index())
        {
            await File.WriteAllBytesAsync(Path.Combine(folder.FullName, $"{number}.tif"), Raster(system, transform));
        }

        using var layer = await service.Client.Http.PostAsJsonAsync(
            "api/v1/imagery-layers", new JsonObject { ["uris"] = new JsonArray([.. transforms.Select((_, number) => (JsonNode)$"/rasterStores/store/{folder.Name}/{number}.tif")]) });
        return (string)(await layer.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
    }

    /// <summary>Square metres of each pixel: by closed formulas where there are some, else by PROJ's areal scale.</summary>
    public static double[] PixelAreas(string system, double[] transform)
    {
        var (columnX, top, rowY) = (transform[1], transform[3], transform[5]);
        return system switch
        {
            "EPSG:4326" => ByRow(row => Zone(Radians(top + (row * rowY)), Radians(top + ((row + 1) * rowY))) * Radians(columnX)),
            "EPSG:3857" => ByRow(row => Zone(Latitude(top + (row * rowY)), Latitude(top + ((row + 1) * rowY))) * columnX / Axis),
            "EPSG:3035" => ByRow(_ => columnX * -rowY),
            _ => ArealScale.PixelAreas(system, Width, Height, transform),
        };

        static double[] ByRow(Func<int, double> areaOf) => [.. Enumerable.Range(0, Height).SelectMany(row => Enumerable.Repeat(areaOf(row), Width))];
        static double Radians(double degrees) => degrees * Math.PI / 180;
        static double Latitude(double y) => (2 * Math.Atan(Math.Exp(y / Axis))) - (Math.PI / 2);
    }

    /// <summary>Square metres between two parallels, for each radian of longitude (Snyder, equation 3-12).</summary>
    private static double Zone(double one, double other)
    {
        return Math.Abs(Q(Math.Sin(one)) - Q(Math.Sin(other))) * Axis * Axis / 2;

        static double Q(double sine)
        {
            var e = Math.Sqrt(SquaredEccentricity);
            return (1 - SquaredEccentricity) * ((sine / (1 - (SquaredEccentricity * sine * sine))) - (Math.Log((1 - (e * sine)) / (1 + (e * sine))) / (2 * e)));
        }
    }
}
