using RasterAnalysis.Models;

namespace RasterAnalysis.Transitions;

/// <summary>
/// The classes of a from-to raster, one for each pair of a class of the one raster and a class of the other: value, name and colour follow from the two lists alone
/// (<c>docs/reference/change.md</c>).
/// </summary>
/// <remarks>Immutable.</remarks>
public sealed class TransitionClasses
{
    /// <summary>How many pairs there may be: more than this is no matrix that anybody reads.</summary>
    public const int MostPairs = 1 << 18;

    /// <summary>The value of what is unchanged, where that is one class.</summary>
    public const long MergedValue = 0;

    // In tenths: the colour of what came of it dominates, and what it was still tints it.
    private const int FromShare = 3;
    private const int Whole = 10;

    private static readonly ClassDefinition Merged = new(MergedValue, "Unchanged", new RgbColor(225, 225, 225));

    /// <summary>Takes the classes of both rasters.</summary>
    /// <param name="from">Those of the earlier one; of several with one value the first counts.</param>
    /// <param name="to">Those of the later one; likewise.</param>
    /// <param name="unchanged">What becomes of pairs of the same class.</param>
    public TransitionClasses(IReadOnlyList<ClassDefinition> from, IReadOnlyList<ClassDefinition> to, UnchangedPixels unchanged)
    {
        From = [.. from.DistinctBy(one => one.Value)];
        To = [.. to.DistinctBy(one => one.Value)];
        Unchanged = unchanged;
    }

    /// <summary>The classes of the earlier raster: the rows of a matrix.</summary>
    public IReadOnlyList<ClassDefinition> From { get; }

    /// <summary>The classes of the later raster: the columns of a matrix.</summary>
    public IReadOnlyList<ClassDefinition> To { get; }

    /// <summary>What becomes of pairs of the same class.</summary>
    public UnchangedPixels Unchanged { get; }

    /// <summary>Pairs that there may be; the largest value.</summary>
    public long Pairs => (long)From.Count * To.Count;

    /// <summary>Whether both lists have a class of one name.</summary>
    public bool HaveNamesInCommon => From.Any(one => To.Any(other => IsSame(one, other)));

    /// <summary>Whether a pair is of the same class: names count, in any case, since two models may give one class different values.</summary>
    /// <param name="from">Place in <see cref="From"/>.</param>
    /// <param name="to">Place in <see cref="To"/>.</param>
    public bool IsUnchanged(int from, int to) => IsSame(From[from], To[to]);

    /// <summary>The value of a pair; null where it is left out.</summary>
    /// <param name="from">Place in <see cref="From"/>.</param>
    /// <param name="to">Place in <see cref="To"/>.</param>
    public long? ValueOf(int from, int to) => Unchanged switch
    {
        UnchangedPixels.Merge when IsUnchanged(from, to) => MergedValue,
        UnchangedPixels.LeaveOut when IsUnchanged(from, to) => null,
        _ => ((long)from * To.Count) + to + 1,
    };

    /// <summary>The class of a value, whether pixels have it or not.</summary>
    public ClassDefinition ClassOf(long value)
    {
        if (value == MergedValue)
        {
            return Merged;
        }

        var (from, to) = PairOf(value);
        var (one, other) = (From[from], To[to]);
        return IsUnchanged(from, to) ? one with { Value = value } : new ClassDefinition(value, $"{one.Name} → {other.Name}", Mix(one.Color, other.Color));
    }

    /// <summary>The places of a pair by its value.</summary>
    /// <param name="value">Not <see cref="MergedValue"/>.</param>
    public (int From, int To) PairOf(long value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Pairs);
        return ((int)((value - 1) / To.Count), (int)((value - 1) % To.Count));
    }

    /// <summary>Classes that only a file names, with colours of their own.</summary>
    public static IReadOnlyList<ClassDefinition> Colored(IReadOnlyList<(long Value, string Name)> classes) =>
        [.. classes.Index().Select(one => new ClassDefinition(one.Item.Value, one.Item.Name, ClassPalette.ColorOf(one.Index)))];

    private static bool IsSame(ClassDefinition one, ClassDefinition other) => one.Name.Trim().Equals(other.Name.Trim(), StringComparison.OrdinalIgnoreCase);

    private static RgbColor Mix(RgbColor from, RgbColor to)
    {
        return new RgbColor(Part(from.Red, to.Red), Part(from.Green, to.Green), Part(from.Blue, to.Blue));

        static byte Part(byte from, byte to) => (byte)(((from * FromShare) + (to * (Whole - FromShare)) + (Whole / 2)) / Whole);
    }
}
