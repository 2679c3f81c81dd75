namespace RasterAnalysis.Finiteness;

/// <summary>Where the elements of a tensor lie along one axis of a tile.</summary>
/// <param name="Length">Elements.</param>
/// <param name="Step">Pixels from one element to the next.</param>
/// <param name="Low">Element i depends on pixels from <c>Step·i + Low</c>.</param>
/// <param name="High">The last of them is <c>Step·i + High</c>.</param>
public sealed record WatchedAxis(int Length, int Step, int Low, int High)
{
    /// <summary>The first of the <see cref="Step"/> pixels that element 0 stands for: those in the middle of what it depends on.</summary>
    internal int First => (Low + High - (Step - 1)) >> 1;
}
