using RasterAnalysis.Rasters.Ranges;

namespace RasterAnalysis.Provenance;

/// <summary>A file of another server of which a result was made, as far as it was read.</summary>
/// <param name="Path">Where it stands in the plans, as <see cref="Storage.DataLayout.ToStored"/> writes it.</param>
/// <param name="Address">Its address, without a signature.</param>
/// <param name="Length">Bytes of the whole file.</param>
/// <param name="EntityTag">The server's entity tag, quotes included; null for none.</param>
/// <param name="LastModified">When the server says that it was changed; null for never.</param>
/// <param name="Blocks">The blocks of <see cref="BlockFile.BlockBytes"/> bytes that were there when the result was done: those that were read, and maybe others that jobs before it had read.</param>
/// <param name="Sha256">SHA-256 of these blocks, one behind the other, in lower-case hexadecimal digits; null where they were too many to be read for it.</param>
public sealed record RecordedRanges(
    string Path, string Address, long Length, string? EntityTag, DateTimeOffset? LastModified, IReadOnlyList<BlockRange> Blocks, string? Sha256)
{
    /// <summary>Its name without folders.</summary>
    public string Name => Address[(Address.TrimEnd('/').LastIndexOf('/') + 1)..];
}
