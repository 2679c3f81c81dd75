using RasterAnalysis.ArcGis.ServicesDirectory;
using RasterAnalysis.ArcGis.Wire;
using RasterAnalysis.Catalog;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>A raster item as an image service.</summary>
internal sealed class ImageService
{
    // a thousandth of a cell, so that rounding in the transform adds no column
    private const double CellTolerance = 1e-3;

    private ImageService(CatalogItem item, string name, RasterInfo raster)
    {
        Item = item;
        Name = name;
        Raster = raster;
        CellSize = raster.Grid.Transform.CellSize;
        Extent = WholeCells(raster.Extent, CellSize);
        SpatialReference = EsriSpatialReference.Of(raster);
    }

    /// <summary>The item.</summary>
    public CatalogItem Item { get; }

    /// <summary>Name without the folder, as it was published.</summary>
    public string Name { get; }

    /// <summary>The raster.</summary>
    public RasterInfo Raster { get; }

    /// <summary>Size of a cell along x and y, in map units.</summary>
    public (double X, double Y) CellSize { get; }

    /// <summary>
    /// The rectangle around the raster. A whole number of cells, because clients reckon columns and rows from it; so it may reach a little
    /// beyond a raster that is rotated.
    /// </summary>
    public Extent Extent { get; }

    /// <summary>The raster's coordinate system; null when it has none.</summary>
    public SpatialReference? SpatialReference { get; }

    /// <summary>Whether pixels are classes rather than measurements.</summary>
    public bool IsThematic => Item.Classes.Count > 0;

    /// <summary>Where it lies below <c>/arcgis/rest</c>.</summary>
    public string Path => ServicePaths.ImageService(Name);

    /// <summary>How the service resamples when a request does not say: what is no measurement is not averaged.</summary>
    public ResamplingMethod DefaultResampling => IsThematic || Raster.HasColorTable ? ResamplingMethod.Nearest : ResamplingMethod.Bilinear;

    /// <summary>Finds a service by its name, in any case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public static async Task<ImageService> FindAsync(ICatalogStore catalog, string name, CancellationToken cancellationToken)
    {
        var item = await catalog.FindServiceAsync(name, cancellationToken);
        return item is { ServiceName: { } published, Raster: { } raster }
            ? new ImageService(item, published, raster)
            : throw new NotFoundException("image service", name);
    }

    private static Extent WholeCells(Extent extent, (double X, double Y) cell)
    {
        var columns = Math.Max(1, Math.Ceiling((extent.Width / cell.X) - CellTolerance));
        var rows = Math.Max(1, Math.Ceiling((extent.Height / cell.Y) - CellTolerance));
        return extent with { XMax = extent.XMin + (columns * cell.X), YMin = extent.YMax - (rows * cell.Y) };
    }
}
