using System.Globalization;
using System.Security.Cryptography;
using RasterAnalysis.Json;
using RasterAnalysis.Provenance;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Ranges;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;

namespace RasterAnalysis.BackgroundJobs.Remote;

/// <summary>Writes down what was read of files of other servers, and proves later that they still say the same.</summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class RangeRecords(RemoteRasters rasters, DataLayout layout)
{
    // blocks that are fetched at once
    private const int Many = 4096;

    /// <summary>Looks at the blocks of files that are there.</summary>
    /// <param name="paths">Paths of rasters for instances; those that are not read by ranges are left out.</param>
    /// <param name="cancellationToken">Stops between blocks.</param>
    public async Task<IReadOnlyList<RecordedRanges>> OfAsync(IEnumerable<string> paths, CancellationToken cancellationToken)
    {
        var (left, records) = (FileHashes.MostBytes, new List<RecordedRanges>());
        foreach (var path in paths.Where(path => RangedFilePath.FileOf(path) is not null).Distinct())
        {
            var raster = await rasters.FindAsync(path, cancellationToken);
            long[] blocks = [.. BlockFile.WrittenBlocks(raster.Folder)];
            left -= blocks.LongLength * BlockFile.BlockBytes;
            var (address, version, ranges) = (CloudAddress.PathOf(raster.Address) ?? TokenRedaction.RedactAddress(SignedAddress.Unsigned(raster.Address)), raster.Version, BlockRange.Of(blocks));
            records.Add(new RecordedRanges(
                layout.ToStored(path), address, version.Length, version.EntityTag, version.LastModified, ranges, left >= 0 ? Hash(raster, ranges, cancellationToken) : null));
        }

        return records;
    }

    /// <summary>Fetches the blocks of a record that are not there, and compares.</summary>
    /// <param name="record">What was written down.</param>
    /// <param name="path">Path of the raster for instances, as it is now.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="RasterAccessException">It is another file than then, or its server does not answer.</exception>
    public async Task RequireSameAsync(RecordedRanges record, string path, CancellationToken cancellationToken)
    {
        // what is no GeoTIFF any more, say, is not read by ranges now
        var raster = File.Exists(RangedFilePath.FileOf(path)) ? await rasters.FindAsync(path, cancellationToken) : throw Changed(record, null);
        if (new RemoteVersion(record.Length, record.EntityTag, record.LastModified) != raster.Version)
        {
            throw Changed(record, raster.Version);
        }

        if (record.Sha256 is null)
        {
            return;
        }

        foreach (var blocks in record.Blocks.SelectMany(range => Enumerable.Range(0, (int)range.Count).Select(number => range.First + number)).Chunk(Many))
        {
            await rasters.FetchAsync(path, BlockRange.Of(blocks), cancellationToken);
        }

        if (Hash(raster, record.Blocks, cancellationToken) != record.Sha256)
        {
            throw new RasterAccessException(
                $"The raster '{record.Name}' is not what it was when the result was made: its server says that it is the file of then, but what was read of it has another SHA-256 than {record.Sha256}.",
                isTransient: false);
        }
    }

    private static RasterAccessException Changed(RecordedRanges record, RemoteVersion? now)
    {
        var then = new RemoteVersion(record.Length, record.EntityTag, record.LastModified);
        var found = now is null ? "" : string.Create(CultureInfo.InvariantCulture, $", and has {now.Length} bytes and {now} now");
        return new RasterAccessException(
            string.Create(CultureInfo.InvariantCulture, $"The raster '{record.Name}' is gone, or is not what it was when the result was made: it had {then.Length} bytes and {then}{found}."), isTransient: false);
    }

    private static string? Hash(RemoteRaster raster, IReadOnlyList<BlockRange> ranges, CancellationToken cancellationToken)
    {
        if (ranges.Count == 0)
        {
            return null;
        }

        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var file = BlockFile.Open(raster.Folder, raster.Version.Length);
        var block = new byte[BlockFile.BlockBytes];
        foreach (var range in ranges)
        {
            for (var number = range.First; number < range.End; number++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (!file.TryRead(number, block))
                {
                    throw new IOException($"Block {number} of a raster of another server was taken away meanwhile.");
                }

                hash.AppendData(block, 0, file.BytesOf(number));
            }
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
