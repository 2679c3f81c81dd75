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
        (Extent, Size) = WholeCells(raster.Extent, CellSize);
        SpatialReference = EsriSpatialReference.Of(raster);

        // a mosaic that no file can describe is laid together for each request
        Source = item.Members.Count > 0 && !File.Exists(item.DataPath)
            ? new RasterSource(item.DataPath, item.IsTrusted, item.Members, raster.Grid) { IsOwn = item.IsResult }
            : new RasterSource(item.DataPath, item.IsTrusted) { IsOwn = item.IsResult };
    }

    /// <summary>The item.</summary>
    public CatalogItem Item { get; }

    /// <summary>Name without the folder, as it was published.</summary>
    public string Name { get; }

    /// <summary>The raster.</summary>
    public RasterInfo Raster { get; }

    /// <summary>Where pixels are taken from when a request does not say more.</summary>
    public RasterSource Source { get; private init; }

    /// <summary>Size of a cell along x and y, in map units.</summary>
    public (double X, double Y) CellSize { get; }

    /// <summary>
    /// The rectangle around the raster. A whole number of cells, because clients reckon columns and rows from it; so it may reach a little
    /// beyond a raster that is rotated.
    /// </summary>
    public Extent Extent { get; }

    /// <summary>Number of cells of <see cref="Extent"/>.</summary>
    public RasterSize Size { get; }

    /// <summary>The raster's coordinate system; null when it has none.</summary>
    public SpatialReference? SpatialReference { get; }

    /// <summary>Whether pixels are classes rather than measurements.</summary>
    public bool IsThematic => Item.Classes.Count > 0;

    /// <summary>Whether it has raster items of its own, by object ids from 1 in the order of <see cref="CatalogItem.Members"/>.</summary>
    public bool IsMosaic => Item.Members.Count > 0;

    /// <summary>Where it lies below <c>/arcgis/rest</c>.</summary>
    public string Path => ServicePaths.ImageService(Name);

    /// <summary>How the service resamples when a request does not say: what is no measurement is not averaged.</summary>
    public ResamplingMethod DefaultResampling => IsThematic || Raster.HasColorTable ? ResamplingMethod.Nearest : ResamplingMethod.Bilinear;

    /// <summary>An item as a service.</summary>
    /// <returns>Null when it is no raster with a service name.</returns>
    public static ImageService? Of(CatalogItem? item) =>
        item is { ServiceName: { } published, Raster: { } raster } ? new ImageService(item, published, raster) : null;

    /// <summary>One raster of a mosaic as a service of its own: same name and classes, its own grid.</summary>
    public ImageService Of(MosaicMember member, RasterInfo raster) =>
        new(Item with { Members = [] }, Name, raster) { Source = SourceOf(member) };

    /// <summary>One raster of a mosaic.</summary>
    public RasterSource SourceOf(MosaicMember member) => new(member.Path, member.IsTrusted) { IsOwn = Item.IsResult };

    private static (Extent Extent, RasterSize Size) WholeCells(Extent extent, (double X, double Y) cell)
    {
        var columns = Math.Max(1, Math.Ceiling((extent.Width / cell.X) - CellTolerance));
        var rows = Math.Max(1, Math.Ceiling((extent.Height / cell.Y) - CellTolerance));
        var whole = extent with { XMax = extent.XMin + (columns * cell.X), YMin = extent.YMax - (rows * cell.Y) };
        return (whole, new RasterSize((int)Math.Min(columns, int.MaxValue), (int)Math.Min(rows, int.MaxValue)));
    }
}
