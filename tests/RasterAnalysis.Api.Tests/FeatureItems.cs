using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Gdal;
using RasterAnalysis.Gdal.Features;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Api.Tests;

/// <summary>Items with features, as a job leaves them: squares of 5 metres at every 10, row by row from the lower left, cars and pools in turn.</summary>
internal static class FeatureItems
{
    public const int Columns = 100;
    private const double West = 500_000;
    private const double South = 5_000_000;

    /// <summary>Writes the features and makes an item of them.</summary>
    public static async Task<CatalogItem> AddAsync(ICatalogStore catalog, DataLayout layout, string name, int count, string owner = "admin", int? wkid = 32633)
    {
        var id = CatalogItem.NewId();
        var path = Path.Combine(Directory.CreateDirectory(layout.ItemFolder(id)).FullName, $"{name}.gpkg");
        Write(path, count, wkid);
        var item = new CatalogItem
        {
            Id = id,
            Title = name,
            Type = ItemType.FeatureService,
            Name = $"{name}.gpkg",
            Size = new FileInfo(path).Length,
            Owner = owner,
            Access = ItemAccess.Private,
            Created = DateTimeOffset.UtcNow,
            DataPath = path,
            ServiceName = name,
            Classes = [new PublishedClass(new ClassDefinition(1, "car", new RgbColor(255, 0, 0)), (count + 1) / 2), new PublishedClass(new ClassDefinition(2, "pool", new RgbColor(0, 0, 255)), count / 2)],
        };
        return await catalog.TryAddAsync(item, CancellationToken.None) ? item : throw new InvalidOperationException($"The name {name} is taken.");
    }

    /// <summary>The square of a number, from 1.</summary>
    public static Extent SquareOf(int number)
    {
        var (x, y) = (West + (10 * ((number - 1) % Columns)), South + (10 * ((number - 1) / Columns)));
        return new Extent(x, y, x + 5, y + 5);
    }

    /// <summary>Writes the features.</summary>
    public static void Write(string path, int count, int? wkid)
    {
        var wkt = wkid is null ? null : SpatialReferences.ToWkt(new SpatialReference(wkid, null), "test");
        using var writer = GeoPackageWriter.Create(path, new FeatureTableDefinition(
            "objects", wkt, [new FeatureField("Class", FeatureFieldType.Text, "Kind of object", 64), new FeatureField("Confidence", FeatureFieldType.Real), new FeatureField("Row", FeatureFieldType.Integer)]));
        for (var number = 1; number <= count; number++)
        {
            writer.Append(PolygonGeometry.Of(SquareOf(number)), number % 2 == 1 ? "car" : "pool", number % 100, (number - 1) / Columns);
        }

        writer.Complete();
    }
}
