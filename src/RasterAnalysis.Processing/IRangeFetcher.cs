using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Processing;

/// <summary>Fetches what processing instances ask for in the middle of their work: blocks of files that are read by ranges.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IRangeFetcher
{
    /// <summary>Fetches blocks; see <see cref="IRangeSource.Fetch"/>.</summary>
    /// <param name="path">The file, as in <see cref="RangedFilePath"/>.</param>
    /// <param name="ranges">The blocks.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">The server does not give a block; the text says why, without tokens.</exception>
    Task FetchAsync(string path, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken);

    /// <summary>Brings files of stacks; see <see cref="IRangeSource.Bring"/>.</summary>
    /// <param name="stacks">The stacks' paths.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">A file cannot be had; the text says why, without tokens.</exception>
    Task BringAsync(IReadOnlyList<string> stacks, CancellationToken cancellationToken);
}
