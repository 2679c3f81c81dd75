using RasterAnalysis.Locality;

namespace RasterAnalysis.Inference;

/// <summary>
/// Which sizes of tile and of batch a network really takes. Exporters declare both as free and leave the example's in a reshape or a resize all the same, so another size and a
/// second tile are tried; what fails, or gives something else, is fixed.
/// </summary>
/// <param name="Batch">Tiles that every run must have; null for any number.</param>
/// <param name="Height">Rows that every tile must have; null for any number.</param>
/// <param name="Width">Columns that every tile must have; null for any number.</param>
internal readonly record struct NetworkFreedom(int? Batch, int? Height, int? Width)
{
    // Every pixel network in use pools by powers of two, and by 32 at the most.
    private const int UsualStride = 32;
    private const int LargestStride = 512;

    // Less is too small for networks that pool and pad much.
    private const int LeastSide = 128;

    // Processors and GPUs round sums differently for other batches.
    private const double Rounding = 0.02;
    private const double FewElements = 0.005;

    // Bytes of intermediate results; of a network that is not known, as many for a pixel as a large one needs.
    private const double MostMemory = 4L << 30;
    private const double LikelyBytes = 2048;

    /// <summary>Finds out.</summary>
    /// <param name="trials">Runs the network.</param>
    /// <param name="first">What it takes for certain.</param>
    /// <param name="declared">What it declares.</param>
    /// <param name="warnings">Receives where that is not so.</param>
    public static NetworkFreedom Find(NetworkTrials trials, NetworkReading first, DeclaredInput declared, ICollection<string> warnings)
    {
        var (height, width, shown) = (declared.Height, declared.Width, first);
        if (declared.IsFree)
        {
            TrialShape[] others = [.. Others(first, declared).Where(shape => shape.CanBeTried)];
            var other = others.Select(shape => trials.TryRead(shape, isFree: true)).FirstOrDefault(reading => reading?.IsLike(first) == true);
            if (other is null && others.Length > 0)
            {
                (height, width) = (first.Shape.Height, first.Shape.Width);
                warnings.Add($"The network declares tiles of any size, but one is written into it: it takes tiles of {width}×{height} pixels only.");
            }
            else if (other?.Values.Length < first.Values.Length)
            {
                shown = other;
            }
        }

        if (declared.Batch is { } said)
        {
            return new NetworkFreedom(said, height, width);
        }

        // what quantises by all tiles of a run is known to, and runs them one by one; two tiles that are too large for a trial are too large for a job
        if (first.Shape.Batch == 1 && (first.Geometry.Locality is { MixesTiles: true } || IsTooLarge(shown) || TakesTwo(trials, shown)))
        {
            return new NetworkFreedom(null, height, width);
        }

        warnings.Add(first.Shape.Batch == 1
            ? "The network declares any number of tiles in a run, but one is written into it: it takes one tile at a time."
            : $"The network declares any number of tiles in a run, but one is written into it: it takes {first.Shape.Batch} at a time.");
        return new NetworkFreedom(first.Shape.Batch, height, width);
    }

    /// <summary>Other sizes that the network's stride divides: a smaller one, which takes less time, then a larger one, in case that was too small.</summary>
    private static IEnumerable<TrialShape> Others(NetworkReading first, DeclaredInput declared)
    {
        var step = Fraction.LeastCommonMultiple(UsualStride, first.Facts?.Period ?? 1) is <= LargestStride and var multiple ? (int)multiple : UsualStride;
        TrialShape Sized(Func<int, int> other) => first.Shape with { Height = declared.Height ?? other(first.Shape.Height), Width = declared.Width ?? other(first.Shape.Width) };
        int Up(int side) => (side + step - 1) / step * step;
        var smaller = Sized(side => Math.Max(Up(side / 2), Up(LeastSide)));
        var larger = Sized(side => Up(side + 1));
        return smaller.Height <= first.Shape.Height && smaller.Width <= first.Shape.Width && smaller != first.Shape ? [smaller, larger] : [larger];
    }

    private static bool IsTooLarge(NetworkReading alone)
    {
        var two = alone.Shape with { Batch = 2 };
        var bytes = alone.Geometry.Locality is { BytesPerPixel: > 0 and var known } ? known : LikelyBytes;
        return !two.CanBeTried || bytes * two.Batch * two.Height * two.Width > MostMemory;
    }

    /// <summary>Whether a tile's output is the same with another tile before it.</summary>
    private static bool TakesTwo(NetworkTrials trials, NetworkReading alone) =>
        trials.TryRead(alone.Shape with { Batch = 2 }, isFree: true, 1, 0) is { } both && both.Axes == alone.Axes && AreAlike(alone.LastTile, both.LastTile);

    private static bool AreAlike(ReadOnlySpan<float> one, ReadOnlySpan<float> other)
    {
        var (low, high, different) = (float.PositiveInfinity, float.NegativeInfinity, 0);
        foreach (var value in one)
        {
            (low, high) = float.IsFinite(value) ? (Math.Min(low, value), Math.Max(high, value)) : (low, high);
        }

        for (var i = 0; i < one.Length; i++)
        {
            // what is no number in one is none in the other
            different += one[i].Equals(other[i]) || Math.Abs((double)one[i] - other[i]) <= Rounding * Math.Max(high - low, Math.Abs(high) * 1e-3) ? 0 : 1;
        }

        return different <= FewElements * one.Length;
    }
}
