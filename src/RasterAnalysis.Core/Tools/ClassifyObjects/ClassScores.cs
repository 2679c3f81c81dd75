namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>What a network's numbers for the classes of an image mean.</summary>
internal static class ClassScores
{
    // networks in half precision lose as much
    private const double Tolerance = 1e-3;

    /// <summary>The likeliest class, the first of equal ones, and its probability.</summary>
    /// <param name="scores">A number for each class: probabilities, which add up to one, or logits, of which softmax makes such.</param>
    /// <returns>Null where one is no finite number.</returns>
    public static (int Class, float Probability)? Best(ReadOnlySpan<float> scores)
    {
        var (best, sum, least) = (0, 0.0, float.PositiveInfinity);
        for (var i = 0; i < scores.Length; i++)
        {
            if (!float.IsFinite(scores[i]))
            {
                return null;
            }

            best = scores[i] > scores[best] ? i : best;
            sum += scores[i];
            least = Math.Min(least, scores[i]);
        }

        if (least >= 0 && Math.Abs(sum - 1) <= Tolerance)
        {
            return (best, Math.Min(1, scores[best]));
        }

        var exponentials = 0.0;
        foreach (var score in scores)
        {
            exponentials += Math.Exp((double)score - scores[best]);
        }

        return (best, (float)(1 / exponentials));
    }
}
