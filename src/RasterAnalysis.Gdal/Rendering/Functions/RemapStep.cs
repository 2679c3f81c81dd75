using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.Gdal.Rendering.Functions;

// Puts other values in place of ranges of values, the same in every plane.
internal sealed class RemapStep(RemapFunction function, PixelType input, int bandCount) : SampleStep
{
    private static readonly PixelType[] FromNarrow = [PixelType.U8, PixelType.U16, PixelType.S16, PixelType.S32, PixelType.F32];

    // The narrowest that holds every value that can come out.
    public override PixelType Type { get; } = TypeOf(function, input);

    public override int BandCount => bandCount;

    public override double[][] Apply(double[][] planes, GridWindow window)
    {
        foreach (var plane in planes)
        {
            foreach (ref var sample in plane.AsSpan(0, window.Count))
            {
                sample = double.IsNaN(sample) ? sample : Map(sample);
            }
        }

        return planes;
    }

    private double Map(double sample)
    {
        foreach (var range in function.Ranges)
        {
            if (range.Contains(sample))
            {
                return range.Output ?? double.NaN;
            }
        }

        return function.KeepsUnmatched ? sample : double.NaN;
    }

    private static PixelType TypeOf(RemapFunction function, PixelType input)
    {
        List<double> values = [.. function.Ranges.Select(range => range.Output).OfType<double>()];
        if (function.KeepsUnmatched && input.IntegerRange() is { } range)
        {
            values.AddRange([range.Min, range.Max]);
        }

        var isWhole = values.All(value => Math.Floor(value) == value) && !(function.KeepsUnmatched && input.IsFloatingPoint());
        foreach (var type in FromNarrow)
        {
            if (type.IntegerRange() is not { } limits ? input != PixelType.F64 && !isWhole : isWhole && values.TrueForAll(value => value >= limits.Min && value <= limits.Max))
            {
                return type;
            }
        }

        return PixelType.F64;
    }
}
