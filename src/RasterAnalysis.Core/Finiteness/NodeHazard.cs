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
    /// <param name="traits">What is known of its inputs.</param>
    public static NodeHazard Of(OnnxNode node, TraitRules traits)
    {
        bool Has(int input, TensorTraits wanted) => traits[node.Input(input)].HasFlag(wanted);
        return node.Operator switch
        {
            "Div" => Has(1, TensorTraits.NonZero) ? default : new(!Has(0, TensorTraits.NonZero), true, Division),
            "Reciprocal" => Has(0, TensorTraits.NonZero) ? default : new(false, true, Division),
            "Sqrt" => Has(0, TensorTraits.NonNegative) ? default : new(true, false, "the square root of a negative number"),
            "Log" => Has(0, TensorTraits.Positive) ? default : new(!Has(0, TensorTraits.NonNegative), true, "the logarithm of zero or of a negative number"),
            "ReduceLogSum" => Has(0, TensorTraits.Positive) ? default : new(!Has(0, TensorTraits.NonNegative), true, "the logarithm of zero or of a negative number"),
            "Pow" => OfPower(traits[node.Input(0)], traits.ValuesOf(node.Input(1))),
            "Acos" or "Asin" or "Acosh" => new(true, false, Outside),
            "Atanh" => new(true, true, Outside),
            "Mod" => node.Int("fmod", 0) == 0 || Has(1, TensorTraits.NonZero) ? default : new(true, false, Division),
            "Softmax" or "LogSoftmax" => Has(0, TensorTraits.Masked) ? new(true, false, "a softmax over nothing but −∞") : default,
            _ => default,
        };
    }

    private static NodeHazard OfPower(TensorTraits bases, double[]? exponents)
    {
        if (bases.HasFlag(TensorTraits.Positive) || exponents is { Length: 0 })
        {
            return default;
        }

        var isWhole = exponents?.All(exponent => exponent == Math.Floor(exponent)) ?? false;
        var isNegative = exponents?.Any(exponent => exponent < 0) ?? true;
        var makesNaN = !isWhole && !bases.HasFlag(TensorTraits.NonNegative);
        var makesInfinity = isNegative && !bases.HasFlag(TensorTraits.NonZero);
        return makesNaN || makesInfinity ? new(makesNaN, makesInfinity, "a power that has no value") : default;
    }
}
