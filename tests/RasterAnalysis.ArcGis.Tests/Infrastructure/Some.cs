using RasterAnalysis.Catalog;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Items to test with.</summary>
internal static class Some
{
    public const string OrthoId = "0123456789abcdef0123456789abcdef";
    public const string ModelId = "fedcba9876543210fedcba9876543210";
    public const string LandCoverId = "00112233445566778899aabbccddeeff";

    /// <summary>Four bands of 16 bits in UTM, half a metre.</summary>
    public static CatalogItem Ortho { get; } = Layer(OrthoId, "Ortho", new RasterInfo(
        "GTiff",
        new RasterGrid(new RasterSize(200, 100), new GeoTransform(500_000, 0.5, 0, 5_400_000, 0, -0.5), "PROJCS[\"UTM 33N\"]"),
        IsGeoreferenced: true, "WGS 84 / UTM zone 33N", 32633, 0, HasColorTable: false, HasMask: false, 0,
        [Band(1, "Red"), Band(2, "Green"), Band(3, "Blue"), Band(4, "")]));

    /// <summary>Two classes in Web Mercator.</summary>
    public static CatalogItem LandCover { get; } = Layer(LandCoverId, "LandCover", new RasterInfo(
        "GTiff",
        new RasterGrid(new RasterSize(30, 20), new GeoTransform(1_000, 10, 0, 2_000, 0, -10), "PROJCS[\"Web Mercator\"]"),
        IsGeoreferenced: true, "WGS 84 / Pseudo-Mercator", 3857, 0, HasColorTable: true, HasMask: false, 2,
        [new BandInfo(1, PixelType.U8, 255, "", "Palette", 1, 0, 512, 512, new BandStatistics(1, 2, 1.25, 0.5))])) with
    {
        Classes =
        [
            new PublishedClass(new ClassDefinition(1, "Forest", new RgbColor(34, 139, 34)), 450),
            new PublishedClass(new ClassDefinition(2, "<Water> & ice", new RgbColor(0, 0, 255)), 150),
        ],
    };

    /// <summary>Ten by ten pixels that lie nowhere.</summary>
    public static CatalogItem Plain { get; } = Layer(new string('a', 32), "Plain", Ortho.Raster! with
    {
        Grid = new RasterGrid(new RasterSize(10, 10), GeoTransform.Identity, null),
        Wkid = null,
    });

    public static CatalogItem Model { get; } = new()
    {
        Id = ModelId,
        Title = "Model",
        Type = ItemType.DeepLearningPackage,
        Name = "model.dlpk",
        Size = 1,
        Owner = "admin",
        Created = DateTimeOffset.UnixEpoch,
        DataPath = "/data/items/model.dlpk",
    };

    public static CatalogItem Layer(string id, string name, RasterInfo raster) => new()
    {
        Id = id,
        Title = name,
        Type = ItemType.ImageService,
        Name = $"{name}.tif",
        Size = 1,
        Owner = "admin",
        Created = DateTimeOffset.UnixEpoch,
        DataPath = $"/data/items/{id}/{name}.tif",
        ServiceName = name,
        Raster = raster,
    };

    private static BandInfo Band(int number, string name) => new(number, PixelType.U16, number == 4 ? 0 : null, name, "Undefined", 1, 0, 256, 256, null);
}
