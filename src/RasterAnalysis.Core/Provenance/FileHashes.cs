using System.Buffers;
using System.Security.Cryptography;
using RasterAnalysis.Files;
using RasterAnalysis.Storage;

namespace RasterAnalysis.Provenance;

/// <summary>Hashes the files of a record, as far as a job's end may wait for it.</summary>
/// <param name="layout">Where the data folder is.</param>
/// <remarks>Thread-safe.</remarks>
public sealed class FileHashes(DataLayout layout)
{
    /// <summary>Of the inputs of one job no more bytes than these are read for their hashes; files behind them are known by size and time.</summary>
    public const long MostBytes = 16L << 30;

    private const int BlockBytes = 1 << 20;

    /// <summary>Looks at files, in their order.</summary>
    /// <param name="files">Full paths, each with its role.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    /// <exception cref="IOException">One is not there, or cannot be read.</exception>
    public async Task<IReadOnlyList<RecordedFile>> OfAsync(IEnumerable<(string Role, string Path)> files, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(files);
        var left = MostBytes;
        var recorded = new List<RecordedFile>();
        foreach (var (role, path) in files)
        {
            var stamp = FileStamp.Of(path);
            left -= stamp.Length;
            recorded.Add(new RecordedFile(role, layout.ToStored(path), stamp.Length, stamp.ModifiedTicks, left >= 0 ? await HashAsync(path, cancellationToken).ConfigureAwait(false) : null));
        }

        return recorded;
    }

    /// <summary>Whether a file is the one that was recorded: by its content where that was hashed, else by size and time.</summary>
    /// <param name="file">What was recorded.</param>
    /// <param name="path">Where it lies now.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public static async Task<bool> IsSameAsync(RecordedFile file, string path, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(file);
        return FileStamp.Find(path) is { } stamp && stamp.Length == file.Length
            && (file.Sha256 is null ? stamp.ModifiedTicks == file.ModifiedTicks : await HashAsync(path, cancellationToken).ConfigureAwait(false) == file.Sha256);
    }

    private static Task<string> HashAsync(string path, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            // large blocks: reading takes longer than hashing where each is a call of its own
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            using var file = File.OpenHandle(path, options: FileOptions.SequentialScan);
            var block = ArrayPool<byte>.Shared.Rent(BlockBytes);
            try
            {
                for (var (at, read) = (0L, -1); read != 0; at += read)
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    read = RandomAccess.Read(file, block, at);
                    hash.AppendData(block, 0, read);
                }
            }
            finally
            {
                ArrayPool<byte>.Shared.Return(block);
            }

            return Convert.ToHexStringLower(hash.GetHashAndReset());
        },
        cancellationToken);
}
