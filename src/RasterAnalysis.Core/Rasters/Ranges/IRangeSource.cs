namespace RasterAnalysis.Rasters.Ranges;

/// <summary>Brings blocks of files that are read by ranges.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IRangeSource
{
    /// <summary>Fetches blocks into the <see cref="BlockFile"/> and waits until all are there.</summary>
    /// <param name="path">The file, as in <see cref="RangedFilePath"/>.</param>
    /// <param name="ranges">The blocks, in ascending order.</param>
    /// <exception cref="RasterAccessException">The server does not give a block; the text says why, without tokens.</exception>
    void Fetch(string path, IReadOnlyList<BlockRange> ranges);

    /// <summary>Says that blocks will be needed soon, and does not wait for them. Whether they can be had is told by <see cref="Fetch"/>.</summary>
    /// <param name="path">The file, as in <see cref="RangedFilePath"/>.</param>
    /// <param name="ranges">The blocks, in ascending order.</param>
    void Announce(string path, IReadOnlyList<BlockRange> ranges);

    /// <summary>Brings the files of stacks that are described without them, and has the descriptions written anew.</summary>
    /// <param name="stacks">The stacks' paths.</param>
    /// <exception cref="RasterAccessException">A file cannot be had; the text says why, without tokens.</exception>
    void Bring(IReadOnlyList<string> stacks);
}
