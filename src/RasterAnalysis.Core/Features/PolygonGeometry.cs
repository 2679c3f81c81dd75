using RasterAnalysis.Rasters;

namespace RasterAnalysis.Features;

/// <summary>The polygons of a feature, in map units.</summary>
/// <param name="parts">
/// Polygons that share no area, each as its rings, the outer one first and then its holes. A ring is x and y in turn and ends where it begins. Which way round it goes does not matter.
/// </param>
public sealed class PolygonGeometry(IReadOnlyList<IReadOnlyList<double[]>> parts)
{
    private const int FewestNumbers = 8;

    /// <summary>The polygons, each as its rings.</summary>
    public IReadOnlyList<IReadOnlyList<double[]>> Parts { get; } = parts;

    /// <summary>Every ring of every part.</summary>
    public IEnumerable<double[]> Rings => Parts.SelectMany(part => part);

    /// <summary>The rectangle around it; numbers that are no numbers where it has no points.</summary>
    public Extent Extent
    {
        get
        {
            var (xMin, yMin, xMax, yMax) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
            foreach (var part in Parts)
            {
                // holes lie inside
                var ring = part.Count == 0 ? [] : part[0];
                for (var i = 0; i + 1 < ring.Length; i += 2)
                {
                    (xMin, xMax) = (Math.Min(xMin, ring[i]), Math.Max(xMax, ring[i]));
                    (yMin, yMax) = (Math.Min(yMin, ring[i + 1]), Math.Max(yMax, ring[i + 1]));
                }
            }

            return xMin <= xMax ? new Extent(xMin, yMin, xMax, yMax) : new Extent(double.NaN, double.NaN, double.NaN, double.NaN);
        }
    }

    /// <summary>One polygon: its outer ring, and its holes.</summary>
    public static PolygonGeometry Of(params double[][] rings) => new([rings]);

    /// <summary>A rectangle along the axes.</summary>
    public static PolygonGeometry Of(Extent extent) => Of(
        [extent.XMin, extent.YMin, extent.XMax, extent.YMin, extent.XMax, extent.YMax, extent.XMin, extent.YMax, extent.XMin, extent.YMin]);

    /// <summary>Twice the area of a ring in square map units: positive where it goes anticlockwise.</summary>
    public static double TwiceSignedArea(ReadOnlySpan<double> ring)
    {
        // from the first point, so that large coordinates do not eat the digits
        var sum = 0.0;
        for (var i = 2; i + 3 < ring.Length; i += 2)
        {
            sum += ((ring[i] - ring[0]) * (ring[i + 3] - ring[1])) - ((ring[i + 2] - ring[0]) * (ring[i + 1] - ring[1]));
        }

        return sum;
    }

    /// <summary>What is wrong with it, as the end of a sentence; null when it can be stored.</summary>
    public string? Fault => Parts.Count == 0 || Parts.Any(part => part.Count == 0) ? "has a polygon without a ring"
        : Rings.Any(ring => ring.Length < FewestNumbers || ring.Length % 2 != 0) ? "has a ring of fewer than four points"
        : Rings.Any(ring => ring[0] != ring[^2] || ring[1] != ring[^1]) ? "has a ring that does not end where it begins"
        : Rings.Any(ring => Array.Exists(ring, number => !double.IsFinite(number))) ? "has coordinates that are no finite numbers"
        : null;
}
