using System.Text;
using System.Text.Json;
using RasterAnalysis.ArcGis.FeatureServer;
using RasterAnalysis.Features;
using RasterAnalysis.Rasters;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.FeatureServer;

public sealed class RingWritingTests
{
    private static readonly PolygonGeometry Square = PolygonGeometry.Of(new Extent(10, 20, 14, 26));

    [Fact]
    public void Outer_rings_go_clockwise_and_holes_anticlockwise_whatever_they_were()
    {
        var geometry = new PolygonGeometry([[[0, 0, 9, 0, 9, 9, 0, 0], [1, 1, 2, 2, 2, 1, 1, 1]], [[20, 0, 20, 5, 25, 5, 20, 0]]]);

        Assert.Equal("[[[0,0],[9,9],[9,0],[0,0]],[[1,1],[2,1],[2,2],[1,1]],[[20,0],[20,5],[25,5],[20,0]]]", Write(new RingWriting(), geometry));
    }

    [Fact]
    public void Coordinates_are_rounded_to_digits() =>
        Assert.Equal("[[[0.12,0],[0.12,1],[1,1],[1,0],[0.12,0]]]", Write(new RingWriting { Precision = 2 }, PolygonGeometry.Of([0.1234, 0, 1, 0, 1, 1.001, 0.1234, 1.001, 0.1234, 0])));

    [Fact]
    public void On_a_grid_the_first_point_is_a_place_and_the_others_are_ways()
    {
        Assert.Equal("[[[5,40],[0,-3],[2,0],[0,3],[-2,0]]]", Write(new RingWriting { Grid = new CoordinateGrid(0, 100, 2, true) }, Square));
        Assert.Equal("[[[5,10],[0,3],[2,0],[0,-3],[-2,0]]]", Write(new RingWriting { Grid = new CoordinateGrid(0, 0, 2, false) }, Square));
    }

    [Fact]
    public void What_is_smaller_than_a_step_can_still_be_seen_and_its_holes_are_gone()
    {
        var geometry = PolygonGeometry.Of([10, 20, 14, 20, 14, 26, 10, 26, 10, 20], [11, 21, 12, 21, 12, 22, 11, 21]);

        Assert.Equal("[[[0,0],[1,0],[0,1],[-1,0],[0,-1]]]", Write(new RingWriting { Grid = new CoordinateGrid(0, 100, 1000, true) }, geometry));
    }

    [Fact]
    public void What_no_grid_can_hold_has_no_geometry() =>
        Assert.Equal("null", Write(new RingWriting { Grid = new CoordinateGrid(0, 0, 1e-300, true) }, Square));

    [Fact]
    public void Points_are_left_out_that_lie_near_enough_to_the_line()
    {
        double[] ring = [0, 0, 5, 0.1, 10, 0, 10.2, 5, 10, 10, 0, 10, 0, 0];

        Assert.Equal([0, 0, 10, 0, 10, 10, 0, 10, 0, 0], LineSimplification.Simplify(ring, 0.3));
        Assert.Equal([0, 0, 10, 0, 10.2, 5, 10, 10, 0, 10, 0, 0], LineSimplification.Simplify(ring, 0.15));
        Assert.Same(ring, LineSimplification.Simplify(ring, 1000));
    }

    private static string Write(RingWriting writing, PolygonGeometry geometry)
    {
        using var memory = new MemoryStream();
        using (var writer = new Utf8JsonWriter(memory))
        {
            writer.WriteStartObject();
            writing.Write(writer, geometry);
            writer.WriteEndObject();
        }

        var text = Encoding.UTF8.GetString(memory.ToArray());
        return text.Replace("""{"geometry":{"rings":""", "", StringComparison.Ordinal).Replace("""{"geometry":""", "", StringComparison.Ordinal).TrimEnd('}');
    }
}
