using System.Text.Json.Nodes;

namespace RasterAnalysis.Models;

/// <summary><c>value_scaling</c> of one band as <c>(x − Center) / Deviation</c>: what min-max, z-score, offset and scale come down to; or the bounds to which values are cut.</summary>
/// <param name="Center">What is taken off a value.</param>
/// <param name="Deviation">What the rest is divided by; not 0.</param>
internal readonly record struct MlmScaling(double Center, double Deviation)
{
    private const string MinMax = "min-max";
    private const string ZScore = "z-score";
    private const string Clip = "clip";
    private const string ClipMin = "clip-min";
    private const string ClipMax = "clip-max";

    /// <summary>Leaves values as they are.</summary>
    public static MlmScaling None { get; } = new(0, 1);

    /// <summary>Values below it count as it; null for none.</summary>
    public double? Low { get; init; }

    /// <summary>Values above it count as it; null for none.</summary>
    public double? High { get; init; }

    /// <summary>Reads one object of <c>value_scaling</c>.</summary>
    /// <exception cref="ModelPackageException">It is of a kind that is not applied here, or a number is missing or makes no scaling.</exception>
    public static MlmScaling Read(MlmField field)
    {
        if (field.Node is null)
        {
            return None;
        }

        var type = field.Object()["type"].Text();
        return type switch
        {
            null => None,
            MinMax => Between(field),
            ZScore => new MlmScaling(field["mean"].Number(), NotZero(field["stddev"])),
            "offset" => new MlmScaling(field["value"].Number(), 1),
            "scale" => new MlmScaling(0, NotZero(field["value"])),
            Clip => Within(field),
            ClipMin => None with { Low = field["minimum"].Number() },
            ClipMax => None with { High = field["maximum"].Number() },
            "processing" => throw field["type"].Fail(
                "is 'processing', an expression, which is not run here: write it as min-max, z-score, offset, scale or clip, or put it into the network"),
            _ => throw field["type"].Fail($"is '{PackagePath.Shown(type)}'; it must be min-max, z-score, offset, scale, clip, clip-min, clip-max or null"),
        };
    }

    /// <summary>The scaling that <c>(x − center) · factor + bias</c> is; the factor is not 0.</summary>
    public static MlmScaling Of(double center, double factor, double bias) => new(center - (bias / factor), Reciprocal(factor));

    /// <summary>As an object of <c>value_scaling</c>: min-max where its numbers give back exactly this, else z-score.</summary>
    /// <param name="preferRange">Whether the package speaks of a range.</param>
    /// <exception cref="ModelPackageException">Values are cut and scaled, of which MLM has but one for a band.</exception>
    public JsonObject ToJson(bool preferRange)
    {
        if (Low is not null || High is not null)
        {
            return (this with { Low = null, High = null }) != None
                ? throw new ModelPackageException("NormalizationStats of the .emd cuts values of a band and scales them, of which an MLM item can say only one: put a Clip at the beginning of the network.")
                : (Low, High) switch
                {
                    ({ } least, { } most) => new JsonObject { ["type"] = Clip, ["minimum"] = least, ["maximum"] = most },
                    ({ } least, null) => new JsonObject { ["type"] = ClipMin, ["minimum"] = least },
                    _ => new JsonObject { ["type"] = ClipMax, ["maximum"] = High },
                };
        }

        var high = Center + Deviation;
        return preferRange && high - Center == Deviation && high > Center
            ? new JsonObject { ["type"] = MinMax, ["minimum"] = Center, ["maximum"] = high }
            : new JsonObject { ["type"] = ZScore, ["mean"] = Center, ["stddev"] = Deviation };
    }

    private static MlmScaling Between(MlmField field)
    {
        var (low, high) = (field["minimum"].Number(), field["maximum"].Number());
        return high > low && double.IsFinite(high - low) ? new MlmScaling(low, high - low) : throw field["maximum"].Fail("must be above minimum");
    }

    private static MlmScaling Within(MlmField field)
    {
        var (low, high) = (field["minimum"].Number(), field["maximum"].Number());
        return high >= low ? None with { Low = low, High = high } : throw field["maximum"].Fail("must not be below minimum");
    }

    private static double NotZero(MlmField field) => field.Number() is var number && number != 0 && double.IsFinite(1 / number) ? number : throw field.Fail("is 0, and values are divided by it");

    /// <summary>The number whose reciprocal is exactly the factor, where there is one.</summary>
    private static double Reciprocal(double factor)
    {
        var near = 1 / factor;
        foreach (var candidate in (ReadOnlySpan<double>)[near, Math.BitIncrement(near), Math.BitDecrement(near)])
        {
            if (1 / candidate == factor)
            {
                return candidate;
            }
        }

        return near;
    }
}
