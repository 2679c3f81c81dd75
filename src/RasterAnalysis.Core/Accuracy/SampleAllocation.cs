namespace RasterAnalysis.Accuracy;

/// <summary>How many places of each class are looked at.</summary>
public static class SampleAllocation
{
    /// <summary>Shares places out in proportion to what the classes have, but no class gets less than a minimum, nor more than it has pixels.</summary>
    /// <param name="pixels">Pixels of each class.</param>
    /// <param name="points">Places altogether; more where the minimum asks for more, fewer where there are not so many pixels.</param>
    /// <param name="minimum">Places that each class gets at least, where it has so many pixels.</param>
    public static IReadOnlyList<int> Proportional(IReadOnlyList<long> pixels, int points, int minimum)
    {
        ArgumentNullException.ThrowIfNull(pixels);
        int[] given = [.. pixels.Select(count => (int)Math.Min(count, minimum))];
        var left = points - given.Sum();

        // who has the minimum already may be owed less: those that are owed most come first, one place at a time, by the largest remainder of what is fair
        var whole = (double)pixels.Sum();
        while (left > 0)
        {
            var owed = Enumerable.Range(0, given.Length).Where(i => given[i] < pixels[i]).ToArray();
            if (owed.Length == 0)
            {
                break;
            }

            given[owed.MaxBy(i => (points * (pixels[i] / whole)) - given[i])]++;
            left--;
        }

        return given;
    }
}
