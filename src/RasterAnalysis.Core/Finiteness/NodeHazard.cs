using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>What a node may make of finite numbers.</summary>
/// <param name="MakesNaN">Whether NaN.</param>
/// <param name="MakesInfinity">Whether infinity.</param>
/// <param name="Cause">By what, for messages.</param>
internal readonly record struct NodeHazard(bool MakesNaN, bool MakesInfinity, string Cause)
{
    private const string Division = "a division by zero";
    private const string Outside = "an argument that the function is not defined for";

    /// <summary>Whether it makes either.</summary>
    public bool Exists => MakesNaN || MakesInfinity;

    /// <summary>
    /// The hazard of a node. Only ONNX's own operators are known. Numbers that become too large for their type are not looked for: every operator may make them.
    /// </summary>
    /// <param name="node">The node.</param>
    /// <param name="natures">What is known of its inputs.</param>
    public static NodeHazard Of(OnnxNode node, NatureRules natures)
    {
        bool Has(int input, TensorNature nature) => natures[node.Input(input)].HasFlag(nature);
        return node.Operator switch
        {
            "Div" => Has(1, TensorNature.NonZero) ? default : new(!Has(0, TensorNature.NonZero), true, Division),
            "Reciprocal" => Has(0, TensorNature.NonZero) ? default : new(false, true, Division),
            "Sqrt" => Has(0, TensorNature.NonNegative) ? default : new(true, false, "the square root of a negative number"),
            "Log" => Has(0, TensorNature.Positive) ? default : new(!Has(0, TensorNature.NonNegative), true, "the logarithm of zero or of a negative number"),
            "ReduceLogSum" => Has(0, TensorNature.Positive) ? default : new(!Has(0, TensorNature.NonNegative), true, "the logarithm of zero or of a negative number"),
            "Pow" => OfPower(natures[node.Input(0)], natures.ValuesOf(node.Input(1))),
            "Acos" or "Asin" or "Acosh" => new(true, false, Outside),
            "Atanh" => new(true, true, Outside),
            "Mod" => node.Int("fmod", 0) == 0 || Has(1, TensorNature.NonZero) ? default : new(true, false, Division),
            "Softmax" or "LogSoftmax" => Has(0, TensorNature.Masked) ? new(true, false, "a softmax over nothing but −∞") : default,
            _ => default,
        };
    }

    private static NodeHazard OfPower(TensorNature bases, double[]? exponents)
    {
        if (bases.HasFlag(TensorNature.Positive) || exponents is { Length: 0 })
        {
            return default;
        }

        var isWhole = exponents?.All(exponent => exponent == Math.Floor(exponent)) ?? false;
        var isNegative = exponents?.Any(exponent => exponent < 0) ?? true;
        var makesNaN = !isWhole && !bases.HasFlag(TensorNature.NonNegative);
        var makesInfinity = isNegative && !bases.HasFlag(TensorNature.NonZero);
        return makesNaN || makesInfinity ? new(makesNaN, makesInfinity, "a power that has no value") : default;
    }
}
