using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Mosaics;

/// <summary>A raster of a mosaic with what the catalog says of it.</summary>
/// <param name="ObjectId">From 1, by the mosaic's list.</param>
/// <param name="Member">The raster.</param>
/// <param name="Info">What its file says.</param>
/// <param name="Footprint">Its corners in the mosaic's coordinate system: upper left, upper right, lower right, lower left.</param>
internal sealed record MosaicRaster(int ObjectId, MosaicMember Member, RasterInfo Info, IReadOnlyList<(double X, double Y)> Footprint)
{
    /// <summary>The rectangle around the footprint.</summary>
    public Extent Bounds => new(Footprint.Min(p => p.X), Footprint.Min(p => p.Y), Footprint.Max(p => p.X), Footprint.Max(p => p.Y));

    /// <summary>The middle of the rectangle.</summary>
    public (double X, double Y) Center => ((Bounds.XMin + Bounds.XMax) / 2, (Bounds.YMin + Bounds.YMax) / 2);

    /// <summary>Size of a cell in units of the mosaic's coordinate system.</summary>
    public double CellSize => Math.Sqrt(Bounds.Width * Bounds.Height / Info.Grid.Size.PixelCount);
}
