using System.Text.Json;
using RasterAnalysis.Features;

namespace RasterAnalysis.ArcGis.FeatureServer;

/// <summary>How polygons are written as ArcGIS's <c>rings</c>: outer rings clockwise, holes anticlockwise.</summary>
internal sealed record RingWriting
{
    private const double MostSteps = 9e15;
    private const int FewestNumbers = 8;

    /// <summary>How far a line may lie from the true one, in map units; 0 for not at all.</summary>
    public double MaxOffset { get; init; }

    /// <summary>Digits after the point; null for all.</summary>
    public int? Precision { get; init; }

    /// <summary>The grid of whole numbers; null for coordinates as they are.</summary>
    public CoordinateGrid? Grid { get; init; }

    /// <summary>Polygons with fewer points, which no ring of them loses altogether.</summary>
    public PolygonGeometry Simplify(PolygonGeometry geometry) =>
        MaxOffset > 0 ? new PolygonGeometry([.. geometry.Parts.Select(part => (IReadOnlyList<double[]>)[.. part.Select(ring => LineSimplification.Simplify(ring, MaxOffset))])]) : geometry;

    /// <summary>Writes the property <c>geometry</c>; null for none.</summary>
    public void Write(Utf8JsonWriter writer, PolygonGeometry? geometry)
    {
        if (geometry is null || (Grid is { } grid && !IsWithin(geometry, grid)))
        {
            writer.WriteNull("geometry");
            return;
        }

        writer.WriteStartObject("geometry");
        writer.WriteStartArray("rings");
        foreach (var part in Simplify(geometry).Parts)
        {
            for (var i = 0; i < part.Count; i++)
            {
                Write(writer, part[i], isOuter: i == 0);
            }
        }

        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static bool IsWithin(PolygonGeometry geometry, CoordinateGrid grid)
    {
        var extent = geometry.Extent;
        return Math.Max(Math.Abs(extent.XMin - grid.X), Math.Abs(extent.XMax - grid.X)) / grid.Step < MostSteps
            && Math.Max(Math.Abs(extent.YMin - grid.Y), Math.Abs(extent.YMax - grid.Y)) / grid.Step < MostSteps;
    }

    private void Write(Utf8JsonWriter writer, double[] ring, bool isOuter)
    {
        if (PolygonGeometry.TwiceSignedArea(ring) > 0 == isOuter)
        {
            ring = Turned(ring);
        }

        if (Grid is { } grid)
        {
            WriteSteps(writer, Round(ring, grid), isOuter);
            return;
        }

        writer.WriteStartArray();
        for (var i = 0; i < ring.Length; i += 2)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(Precision is { } digits ? Math.Round(ring[i], digits) : ring[i]);
            writer.WriteNumberValue(Precision is { } more ? Math.Round(ring[i + 1], more) : ring[i + 1]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    // Whole numbers of the grid, none twice in a row.
    private static List<long> Round(double[] ring, CoordinateGrid grid)
    {
        var steps = new List<long>(ring.Length);
        for (var i = 0; i < ring.Length; i += 2)
        {
            var x = (long)Math.Round((ring[i] - grid.X) / grid.Step);
            var y = (long)Math.Round((grid.IsFromAbove ? grid.Y - ring[i + 1] : ring[i + 1] - grid.Y) / grid.Step);
            if (steps.Count == 0 || steps[^2] != x || steps[^1] != y)
            {
                steps.Add(x);
                steps.Add(y);
            }
        }

        return steps;
    }

    // The first point, and then the way from each to the next.
    private static void WriteSteps(Utf8JsonWriter writer, List<long> steps, bool isOuter)
    {
        if (steps.Count < FewestNumbers)
        {
            if (!isOuter)
            {
                return;
            }

            // an object that is smaller than a step stays one that can be seen
            steps = [steps[0], steps[1], steps[0] + 1, steps[1], steps[0] + 1, steps[1] + 1, steps[0], steps[1] + 1, steps[0], steps[1]];
        }

        writer.WriteStartArray();
        for (var i = 0; i < steps.Count; i += 2)
        {
            writer.WriteStartArray();
            writer.WriteNumberValue(i == 0 ? steps[0] : steps[i] - steps[i - 2]);
            writer.WriteNumberValue(i == 0 ? steps[1] : steps[i + 1] - steps[i - 1]);
            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static double[] Turned(double[] ring)
    {
        var turned = new double[ring.Length];
        for (var i = 0; i < ring.Length; i += 2)
        {
            (turned[i], turned[i + 1]) = (ring[ring.Length - 2 - i], ring[ring.Length - 1 - i]);
        }

        return turned;
    }
}
