using RasterAnalysis.Features;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Features;

public sealed class SpatialFilterTests
{
    private static readonly double[] Square = [0, 0, 10, 0, 10, 10, 0, 10, 0, 0];
    private static readonly double[] Hole = [4, 4, 6, 4, 6, 6, 4, 6, 4, 4];

    // the lower left half of the square
    private static readonly double[] Triangle = [0, 0, 10, 0, 0, 10, 0, 0];

    [Theory]
    [InlineData(SpatialRelation.Intersects, 1, 1, 2, 2, true)] // inside
    [InlineData(SpatialRelation.Intersects, 9, 9, 12, 12, true)] // across
    [InlineData(SpatialRelation.Intersects, 10, 10, 12, 12, true)] // a corner
    [InlineData(SpatialRelation.Intersects, 4.5, 4.5, 5.5, 5.5, false)] // in the hole
    [InlineData(SpatialRelation.EnvelopeIntersects, 4.5, 4.5, 5.5, 5.5, true)]
    [InlineData(SpatialRelation.Intersects, 11, 0, 12, 10, false)]
    [InlineData(SpatialRelation.Intersects, -1, -1, 11, 11, true)] // around it
    [InlineData(SpatialRelation.Within, -1, -1, 11, 11, true)]
    [InlineData(SpatialRelation.Within, 0, 0, 10, 10, true)] // by its edges
    [InlineData(SpatialRelation.Within, 0, 0, 9, 10, false)]
    [InlineData(SpatialRelation.Contains, 1, 1, 3, 3, true)]
    [InlineData(SpatialRelation.Contains, 1, 1, 4, 4, true)] // touches the hole
    [InlineData(SpatialRelation.Contains, 1, 1, 9, 9, false)] // has the hole in it
    [InlineData(SpatialRelation.Contains, 9, 9, 12, 12, false)]
    public void Rectangles_are_compared_with_a_square_with_a_hole(SpatialRelation relation, double xMin, double yMin, double xMax, double yMax, bool isFound) =>
        Assert.Equal(isFound, SpatialFilter.Of(new Extent(xMin, yMin, xMax, yMax), relation).Matches(PolygonGeometry.Of(Square, Hole)));

    [Theory]
    [InlineData(SpatialRelation.Intersects, 7, 7, 8, 8, false)] // within the triangle's rectangle alone
    [InlineData(SpatialRelation.EnvelopeIntersects, 7, 7, 8, 8, true)]
    [InlineData(SpatialRelation.Intersects, 4, 4, 8, 8, true)]
    [InlineData(SpatialRelation.Within, 1, 1, 2, 2, true)]
    [InlineData(SpatialRelation.Within, 4, 4, 7, 7, false)]
    [InlineData(SpatialRelation.Contains, -1, -1, 11, 11, true)]
    [InlineData(SpatialRelation.Contains, -1, 1, 11, 2, false)]
    public void Squares_are_compared_with_a_triangle(SpatialRelation relation, double xMin, double yMin, double xMax, double yMax, bool isFound) =>
        Assert.Equal(isFound, new SpatialFilter(FilterShapeKind.Area, [Triangle[..^2]], relation).Matches(PolygonGeometry.Of(new Extent(xMin, yMin, xMax, yMax))));

    [Fact]
    public void An_area_with_a_hole_holds_nothing_that_reaches_into_the_hole()
    {
        var filter = new SpatialFilter(FilterShapeKind.Area, [Square, Hole], SpatialRelation.Within);

        Assert.True(filter.Matches(PolygonGeometry.Of(new Extent(1, 1, 4, 9))));
        Assert.False(filter.Matches(PolygonGeometry.Of(new Extent(1, 1, 5, 9))));
        Assert.False(filter.Matches(PolygonGeometry.Of(new Extent(3, 3, 7, 7))));
    }

    [Theory]
    [InlineData(1, 1, true)]
    [InlineData(5, 5, false)]
    [InlineData(4, 5, true)]
    [InlineData(0, 0, true)]
    [InlineData(10.001, 5, false)]
    public void A_point_lies_in_a_feature_or_on_its_edge(double x, double y, bool isFound)
    {
        Assert.Equal(isFound, new SpatialFilter(FilterShapeKind.Points, [[x, y]], SpatialRelation.Intersects).Matches(PolygonGeometry.Of(Square, Hole)));
        Assert.Equal(isFound, new SpatialFilter(FilterShapeKind.Points, [[x, y]], SpatialRelation.Contains).Matches(PolygonGeometry.Of(Square, Hole)));
        Assert.False(new SpatialFilter(FilterShapeKind.Points, [[x, y]], SpatialRelation.Within).Matches(PolygonGeometry.Of(Square, Hole)));
    }

    [Fact]
    public void A_line_crosses_a_feature_or_passes_it()
    {
        var feature = PolygonGeometry.Of(Square, Hole);

        Assert.True(Line(SpatialRelation.Intersects, -5, 2, 15, 2).Matches(feature));
        Assert.True(Line(SpatialRelation.Intersects, 1, 1, 2, 2).Matches(feature));
        Assert.False(Line(SpatialRelation.Intersects, 4.5, 4.5, 5.5, 5.5).Matches(feature));
        Assert.False(Line(SpatialRelation.Intersects, -5, 12, 15, 12).Matches(feature));
        Assert.True(Line(SpatialRelation.Contains, 1, 1, 9, 1).Matches(feature));
        Assert.False(Line(SpatialRelation.Contains, 1, 5, 9, 5).Matches(feature));
    }

    [Fact]
    public void One_part_of_several_is_enough_to_meet()
    {
        var feature = new PolygonGeometry([[[100, 100, 101, 100, 101, 101, 100, 100]], [Square]]);

        Assert.True(SpatialFilter.Of(new Extent(1, 1, 2, 2)).Matches(feature));
        Assert.False(SpatialFilter.Of(new Extent(50, 50, 52, 52)).Matches(feature));
        Assert.False(SpatialFilter.Of(new Extent(-1, -1, 11, 11), SpatialRelation.Within).Matches(feature));
    }

    private static SpatialFilter Line(SpatialRelation relation, params double[] points) => new(FilterShapeKind.Lines, [points], relation);
}
