namespace RasterAnalysis.Rasters.Ranges;

/// <summary>Blocks of a <see cref="BlockFile"/> that follow one another.</summary>
/// <param name="First">The first one, from 0.</param>
/// <param name="Count">How many, at least 1.</param>
public readonly record struct BlockRange(long First, long Count)
{
    /// <summary>The block behind the last one.</summary>
    public long End => First + Count;

    /// <summary>Puts blocks together.</summary>
    /// <param name="blocks">Blocks in ascending order, each once.</param>
    /// <param name="most">Most blocks of a range, at least 1.</param>
    public static IReadOnlyList<BlockRange> Of(IEnumerable<long> blocks, long most = long.MaxValue)
    {
        ArgumentNullException.ThrowIfNull(blocks);
        var ranges = new List<BlockRange>();
        foreach (var block in blocks)
        {
            if (ranges.Count > 0 && ranges[^1] is var last && last.End == block && last.Count < most)
            {
                ranges[^1] = last with { Count = last.Count + 1 };
            }
            else
            {
                ranges.Add(new BlockRange(block, 1));
            }
        }

        return ranges;
    }
}
