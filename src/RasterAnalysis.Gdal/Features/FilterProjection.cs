using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Gdal.Features;

// Shapes of requests in the coordinate system of a table. Map clients ask for rectangles as large as the world, which few systems have: a rectangle is cut to where the table is first.
internal static class FilterProjection
{
    // a rectangle's edge becomes a curve
    private const int PiecesOfEdge = 16;
    private const int MostPoints = 20_000;

    // parts of the table's size around it, so that what is cut touches no feature
    private const double Margin = 0.1;

    // Null where no feature can lie as it has to.
    public static SpatialFilter? Project(SpatialFilter filter, GeoPackageLayout layout)
    {
        if (layout.Extent is not { } all)
        {
            return null;
        }

        if (filter.Reference is not { } reference || layout.Wkt is not { } wkt)
        {
            return filter;
        }

        var from = SpatialReferences.ToWkt(reference, "inSR");
        if (SpatialReferences.IsSame(from, wkt))
        {
            return filter;
        }

        if (filter.IsRectangle && SpatialReferences.TransformExtent(Grown(all), wkt, from) is { } known)
        {
            if (filter.Relation == SpatialRelation.Contains ? !Holds(known, filter.Extent) : !known.Intersects(filter.Extent))
            {
                return null;
            }

            filter = SpatialFilter.Of(Cut(filter.Extent, known), filter.Relation);
        }

        if (filter.Relation == SpatialRelation.EnvelopeIntersects && filter.Extent.IsValid)
        {
            return SpatialFilter.Of(SpatialReferences.TransformExtent(filter.Extent, from, wkt) ?? throw NotThere(), filter.Relation);
        }

        var pieces = filter.Kind == FilterShapeKind.Points ? 1 : Math.Clamp(MostPoints / Math.Max(1, filter.Parts.Sum(part => part.Length / 2)), 1, PiecesOfEdge);
        return new SpatialFilter(filter.Kind, [.. filter.Parts.Select(part => Project(Divide(part, pieces, filter.Kind == FilterShapeKind.Area), from, wkt))], filter.Relation);
    }

    private static double[] Divide(double[] part, int pieces, bool isRing)
    {
        if (isRing && (part[0] != part[^2] || part[1] != part[^1]))
        {
            part = [.. part, part[0], part[1]];
        }

        if (pieces == 1)
        {
            return part;
        }

        var points = new List<double>(part.Length * pieces);
        for (var i = 0; i + 3 < part.Length; i += 2)
        {
            for (var piece = 0; piece < pieces; piece++)
            {
                var share = (double)piece / pieces;
                points.Add(part[i] + (share * (part[i + 2] - part[i])));
                points.Add(part[i + 1] + (share * (part[i + 3] - part[i + 1])));
            }
        }

        return [.. points, part[^2], part[^1]];
    }

    private static double[] Project(double[] part, string from, string to)
    {
        double[] x = [.. part.Where((_, i) => i % 2 == 0)];
        double[] y = [.. part.Where((_, i) => i % 2 == 1)];
        return SpatialReferences.TryTransform(from, to, x, y) && x.Concat(y).All(double.IsFinite) ? [.. x.Zip(y).SelectMany(point => (double[])[point.First, point.Second])] : throw NotThere();
    }

    private static InvalidRequestException NotThere() => new("geometry", "cannot be projected into the coordinate system of the features.");

    private static Extent Grown(Extent extent)
    {
        // a table of one square with no width would have no margin
        var margin = Math.Max(Margin * Math.Max(extent.Width, extent.Height), 1e-9 * (Math.Abs(extent.XMin) + Math.Abs(extent.YMin) + 1));
        return new Extent(extent.XMin - margin, extent.YMin - margin, extent.XMax + margin, extent.YMax + margin);
    }

    private static Extent Cut(Extent extent, Extent by) =>
        new(Math.Max(extent.XMin, by.XMin), Math.Max(extent.YMin, by.YMin), Math.Min(extent.XMax, by.XMax), Math.Min(extent.YMax, by.YMax));

    private static bool Holds(Extent outer, Extent inner) => inner.XMin >= outer.XMin && inner.XMax <= outer.XMax && inner.YMin >= outer.YMin && inner.YMax <= outer.YMax;
}
