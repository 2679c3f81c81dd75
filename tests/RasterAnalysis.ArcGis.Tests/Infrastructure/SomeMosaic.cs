using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>A mosaic of three rasters side by side in one coordinate system, cells of ten.</summary>
internal static class SomeMosaic
{
    public const string Path = $"{ArcGisHost.Rest}/services/Hosted/Mosaic/ImageServer";

    public static CatalogItem Item { get; } = Some.Layer(new string('c', 32), "Mosaic", Raster(0, 60)) with
    {
        Members = [new MosaicMember("west", "/store/west.tif", true), new MosaicMember("it's middle", "/store/middle.tif", true), new MosaicMember("east", "/store/east.tif", true)],
    };

    public static void AddTo(ArcGisHost host)
    {
        host.Catalog.Add(Item);
        host.Sampler.Files["/store/west.tif"] = Raster(0, 20);
        host.Sampler.Files["/store/middle.tif"] = Raster(20, 20);
        host.Sampler.Files["/store/east.tif"] = Raster(40, 20);
    }

    private static RasterInfo Raster(int column, int width) => Some.Ortho.Raster! with
    {
        Grid = new RasterGrid(new RasterSize(width, 10), new GeoTransform(500_000 + (10 * column), 10, 0, 5_000_000, 0, -10), "PROJCS[\"UTM 33N\"]"),
    };
}
