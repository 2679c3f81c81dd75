using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>Fits a rectangle to the shape of a picture, so that cells are as wide as high on the map.</summary>
internal static class AspectRatio
{
    // shapes this close are left alone, so that a client that asks for exact cells gets its own numbers back
    private const double Tolerance = 1e-9;

    /// <summary>Grows a rectangle about its centre until it has the picture's shape. It never shrinks.</summary>
    public static Extent Grow(Extent extent, RasterSize size)
    {
        var wanted = (double)size.Width / size.Height;
        var given = extent.Width / extent.Height;
        if (Math.Abs(given - wanted) <= Tolerance * wanted)
        {
            return extent;
        }

        if (given < wanted)
        {
            var margin = ((extent.Height * wanted) - extent.Width) / 2;
            return extent with { XMin = extent.XMin - margin, XMax = extent.XMax + margin };
        }
        else
        {
            var margin = ((extent.Width / wanted) - extent.Height) / 2;
            return extent with { YMin = extent.YMin - margin, YMax = extent.YMax + margin };
        }
    }
}
