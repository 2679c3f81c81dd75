using RasterAnalysis.Features;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>What of the raster becomes the image of a feature (<c>docs/reference/classify-objects.md#images</c>).</summary>
/// <param name="IsFixed">Whether images have one size around the feature's centre, rather than that of its box.</param>
/// <param name="Blackens">Whether pixels outside of the feature are 0.</param>
/// <param name="Padding">Pixels around the box, on each side; 0 where images have one size.</param>
/// <param name="Width">Columns of images of one size, and of those of points.</param>
/// <param name="Height">Rows of these.</param>
public sealed record ChipRules(bool IsFixed, bool Blackens, int Padding, int Width, int Height)
{
    // of a pixel: what projecting does to a place on the edge of one
    private const double Slack = 1e-6;

    // places far away from the raster are cut to numbers that can be reckoned with
    private const double Farthest = 1 << 29;

    /// <summary>What holds for a model and a job.</summary>
    /// <param name="definition">The model definition.</param>
    /// <param name="network">How the network is fed.</param>
    /// <param name="arguments">The job's model arguments.</param>
    /// <param name="warnings">Receives what was left aside.</param>
    public static ChipRules Of(ModelDefinition definition, NetworkProfile network, ModelArguments arguments, ICollection<string> warnings)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(arguments);
        var isFixed = definition.Detector?.CropSizeFixed ?? false;
        if (isFixed && arguments.Padding is > 0)
        {
            warnings.Add("padding is not used: CropSizeFixed of the .emd is 1, so images have one size, whatever the feature's box.");
        }

        return new ChipRules(
            isFixed, definition.Detector?.BlackenAroundFeature ?? false, isFixed ? 0 : arguments.Padding ?? 0,
            definition.ImageWidth ?? network.FixedWidth!.Value, definition.ImageHeight ?? network.FixedHeight!.Value);
    }

    /// <summary>The middle of the rectangle around a feature, in pixels: what decides of which section it is.</summary>
    public static (double Column, double Row) CenterOf(PolygonGeometry feature, GeoTransform transform)
    {
        ArgumentNullException.ThrowIfNull(feature);
        var extent = feature.Extent;
        return transform.Invert((extent.XMin + extent.XMax) / 2, (extent.YMin + extent.YMax) / 2);
    }

    /// <summary>The pixels that become the image of a feature; some may lie outside of the raster.</summary>
    /// <param name="feature">The feature, in map units of the raster.</param>
    /// <param name="transform">Where pixels lie on the map.</param>
    public PixelWindow WindowOf(PolygonGeometry feature, GeoTransform transform)
    {
        ArgumentNullException.ThrowIfNull(feature);
        if (IsFixed)
        {
            return Around(CenterOf(feature, transform));
        }

        var (left, top, right, bottom) = (double.PositiveInfinity, double.PositiveInfinity, double.NegativeInfinity, double.NegativeInfinity);
        foreach (var ring in feature.Rings)
        {
            for (var i = 0; i + 1 < ring.Length; i += 2)
            {
                var (column, row) = transform.Invert(ring[i], ring[i + 1]);
                (left, right) = (Math.Min(left, column), Math.Max(right, column));
                (top, bottom) = (Math.Min(top, row), Math.Max(bottom, row));
            }
        }

        var (firstColumn, endColumn) = Between(left, right);
        var (firstRow, endRow) = Between(top, bottom);
        return new PixelWindow(firstColumn, firstRow, endColumn - firstColumn, endRow - firstRow).Expand(Padding);
    }

    /// <summary>The pixels of images of one size around a place.</summary>
    /// <param name="center">Column and row.</param>
    public PixelWindow Around((double Column, double Row) center) => new(Whole(center.Column - (Width / 2.0)), Whole(center.Row - (Height / 2.0)), Width, Height);

    private static int Whole(double pixels) => (int)Math.Clamp(Math.Floor(pixels + 0.5 + Slack), -Farthest, Farthest);

    /// <summary>Whole pixels that hold all of what lies between two places; one at least.</summary>
    private static (int First, int End) Between(double low, double high)
    {
        var first = (int)Math.Clamp(Math.Floor(low + Slack), -Farthest, Farthest);
        return (first, Math.Max(first + 1, (int)Math.Clamp(Math.Ceiling(high - Slack), -Farthest, Farthest)));
    }
}
