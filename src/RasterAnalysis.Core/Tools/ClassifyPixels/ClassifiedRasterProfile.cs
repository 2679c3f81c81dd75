using RasterAnalysis.Models;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>What a classified raster is made of: sample type, NoData value and classes (<c>docs/reference/classified-raster.md</c>).</summary>
/// <param name="PixelType">The smallest type that holds every class value and the NoData value; unsigned unless a class value is negative.</param>
/// <param name="NoData">A value that is no class value and not 0.</param>
/// <param name="Classes">The classes; none for a raster of probabilities.</param>
public sealed record ClassifiedRasterProfile(PixelType PixelType, long NoData, IReadOnlyList<ClassDefinition> Classes)
{
    private static readonly PixelType[] Unsigned = [PixelType.U8, PixelType.U16, PixelType.U32];
    private static readonly PixelType[] Signed = [PixelType.S16, PixelType.S32];

    // no probability is negative, and every reader knows what to do with a plain number
    private const long ProbabilityNoData = -1;

    /// <summary>A raster of probabilities: Float32, no classes.</summary>
    public static ClassifiedRasterProfile Probabilities { get; } = new(PixelType.F32, ProbabilityNoData, []);

    /// <summary>A raster of measures from 0 to 100 (<see cref="MeasurePlan"/>): Byte, no classes.</summary>
    public static ClassifiedRasterProfile Measures { get; } = new(PixelType.U8, MeasurePlan.NoData, []);

    /// <summary>Whether its bytes are amounts, of which there is a mean, and no classes.</summary>
    public bool IsMeasure => PixelType == PixelType.U8 && Classes.Count == 0;

    /// <summary>Chooses sample type and NoData value for a set of classes.</summary>
    /// <exception cref="ModelPackageException">The class values fit no common type.</exception>
    public static ClassifiedRasterProfile For(IReadOnlyList<ClassDefinition> classes)
    {
        var values = classes.Select(c => c.Value).ToHashSet();
        var isSigned = values.Any(value => value < 0);
        foreach (var type in isSigned ? Signed : Unsigned)
        {
            var (min, max) = type.IntegerRange()!.Value;
            if (values.All(value => value >= min && value <= max) && FreeValue(values, isSigned ? (long)min : (long)max, isSigned ? 1 : -1, (long)max) is { } free)
            {
                return new ClassifiedRasterProfile(type, free, classes);
            }
        }

        throw new ModelPackageException("The class values of the .emd span more than 32 bits; no pixel type holds them all.");
    }

    private static long? FreeValue(HashSet<long> values, long start, int step, long max)
    {
        for (var (value, tries) = (start, 0L); tries <= Math.Min(max, values.Count); value += step, tries++)
        {
            if (value != 0 && !values.Contains(value))
            {
                return value;
            }
        }

        return null;
    }
}
