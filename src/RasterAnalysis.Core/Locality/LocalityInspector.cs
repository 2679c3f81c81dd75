using RasterAnalysis.Onnx;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Locality;

/// <summary>Reads a network's locality off its graph, at a size of the input that its stride divides.</summary>
internal static class LocalityInspector
{
    private const int MaxSide = 4096;
    private const int MaxStride = 1 << 16;
    private const int MostSizes = 4;

    /// <summary>Analyses the graph.</summary>
    /// <param name="model">The network.</param>
    /// <param name="input">Name of the image input.</param>
    /// <param name="layout">Its axis order.</param>
    /// <param name="shape">Batch, bands, rows and columns of a tile.</param>
    /// <param name="isFixed">Whether the network takes no other size.</param>
    /// <returns>Null for a graph whose strides go beyond what any raster has: it was made to confuse, or is not understood.</returns>
    public static LocalityFacts? TryAnalyze(OnnxModel model, string input, TensorLayout layout, (int Batch, int Bands, int Height, int Width) shape, bool isFixed)
    {
        try
        {
            return Analyze(model, input, layout, shape, isFixed) is { Period: <= MaxStride } facts ? facts : null;
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    /// <summary>Analyses the graph for tiles of this very size, whether its stride divides it or not.</summary>
    public static LocalityFacts? TryAnalyzeAt(OnnxModel model, string input, TensorLayout layout, (int Batch, int Bands, int Height, int Width) shape)
    {
        try
        {
            return AnalyzeAt(model, input, layout, shape);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            return null;
        }
    }

    private static LocalityFacts Analyze(OnnxModel model, string input, TensorLayout layout, (int Batch, int Bands, int Height, int Width) shape, bool isFixed)
    {
        // at a size that does not fit, the walk may end before the whole stride is seen
        var (size, facts) = (shape, AnalyzeAt(model, input, layout, shape));
        for (var i = 1; i < MostSizes && !isFixed; i++)
        {
            var fitting = shape with { Height = facts.Fit(shape.Height), Width = facts.Fit(shape.Width) };
            if (fitting == size || Math.Max(fitting.Height, fitting.Width) > MaxSide)
            {
                break;
            }

            (size, facts) = (fitting, AnalyzeAt(model, input, layout, fitting));
        }

        return facts;
    }

    /// <summary>Sums the facts up for one output.</summary>
    /// <param name="facts">The analysis.</param>
    /// <param name="reach">Reach along rows and columns, once the output has the tile's own scale.</param>
    /// <param name="crop">Pixels that the output lacks on each side.</param>
    /// <param name="tilePixels">Pixels of the tile that was analysed.</param>
    public static NetworkLocality Sum(LocalityFacts facts, (AxisReach Rows, AxisReach Columns)? reach, int crop, long tilePixels)
    {
        var stride = facts.Period;
        int? radius = null;
        if (reach is { } found)
        {
            stride = Fraction.LeastCommonMultiple(stride, Fraction.LeastCommonMultiple(found.Rows.Period, found.Columns.Period));
            var furthest = Fraction.Max(Furthest(found.Rows, crop), Furthest(found.Columns, crop)).Ceiling();
            radius = (int)Math.Clamp(furthest, 0, int.MaxValue);
        }

        return new NetworkLocality(
            (int)Math.Clamp(stride, 1, 1 << 20), radius, facts.Breaks, facts.PeakElements * (double)sizeof(float) / tilePixels)
        {
            MixesTiles = facts.MixesTiles,
        };
    }

    /// <summary>Bilinear interpolation up to the tile's own scale, as the decoder does it.</summary>
    public static AxisReach Enlarge(AxisReach reach, int factor)
    {
        var (first, last) = ResizeSampling.Reach(new Fraction(1, factor), "half_pixel", "linear", "", false)!.Value;
        return factor == 1 ? reach : reach.Rescale(new Fraction(1, factor), first, last);
    }

    private static Fraction Furthest(AxisReach reach, int crop) => Fraction.Max(crop - reach.Low, reach.High - crop);

    private static LocalityFacts AnalyzeAt(OnnxModel model, string input, TensorLayout layout, (int Batch, int Bands, int Height, int Width) s) =>
        layout == TensorLayout.Nchw
            ? LocalityAnalyzer.Analyze(model, input, [s.Batch, s.Bands, s.Height, s.Width], 2, 3)
            : LocalityAnalyzer.Analyze(model, input, [s.Batch, s.Height, s.Width, s.Bands], 1, 2);
}
