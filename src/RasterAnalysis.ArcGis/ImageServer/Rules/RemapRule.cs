using RasterAnalysis.Rasters.Functions;

namespace RasterAnalysis.ArcGis.ImageServer.Rules;

/// <summary>The arguments of <c>Remap</c>: <c>InputRanges</c> and <c>NoDataRanges</c> as pairs, <c>OutputValues</c>, <c>AllowUnmatched</c>.</summary>
internal static class RemapRule
{
    private const int MaxRanges = 10_000;

    /// <summary>Reads them.</summary>
    public static RemapFunction Read(RuleArguments arguments)
    {
        var inputs = Pairs(arguments, "InputRanges");
        var outputs = arguments.Numbers("OutputValues", MaxRanges) ?? [];
        if (outputs.Count != inputs.Count)
        {
            throw arguments.Refuse("OutputValues", $"must have a number for each of the {inputs.Count} pairs of InputRanges; it has {outputs.Count}.");
        }

        // both ends of a range without pixels belong to it
        var holes = Pairs(arguments, "NoDataRanges").SelectMany(pair => (RemapRange[])[new(pair.Low, pair.High, null), new(pair.High, pair.High, null)]);
        var ranges = inputs.Zip(outputs, (pair, output) => new RemapRange(pair.Low, pair.High, output));
        return new RemapFunction([.. holes, .. ranges], arguments.Boolean("AllowUnmatched", unset: true));
    }

    private static List<(double Low, double High)> Pairs(RuleArguments arguments, string name)
    {
        var numbers = arguments.Numbers(name, 2 * MaxRanges) ?? [];
        var pairs = numbers.Chunk(2).Select(pair => (Low: pair[0], High: pair[^1])).ToList();
        return numbers.Count % 2 == 0 && pairs.TrueForAll(pair => pair.High >= pair.Low)
            ? pairs
            : throw arguments.Refuse(name, "must be a list of pairs, the lower number first: low, high, low, high.");
    }
}
