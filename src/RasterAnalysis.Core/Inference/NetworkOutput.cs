namespace RasterAnalysis.Inference;

/// <summary>One output of one run.</summary>
/// <param name="Dimensions">The output's real shape.</param>
/// <param name="Values">
/// Elements in row-major order, whatever their type was; integers up to 2^24 are exact. Valid until the session's run after the next.
/// </param>
public readonly record struct NetworkOutput(IReadOnlyList<int> Dimensions, ReadOnlyMemory<float> Values)
{
    /// <summary>
    /// For each node that the session looks at, whether its elements are no finite numbers, in row-major order (<see cref="Finiteness.WatchedNode.Reduced"/>). Valid as long as the values. Null where it
    /// looks at none.
    /// </summary>
    public IReadOnlyList<ReadOnlyMemory<bool>>? NonFinite { get; init; }
}
