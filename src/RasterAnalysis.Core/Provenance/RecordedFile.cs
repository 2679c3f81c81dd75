namespace RasterAnalysis.Provenance;

/// <summary>A file that a result was made of, or the result itself.</summary>
/// <param name="Role">What it is to the job: <c>raster</c>, <c>model</c> or <c>result</c>.</param>
/// <param name="Path">Where it lies, as <see cref="Storage.DataLayout.ToStored"/> writes it.</param>
/// <param name="Length">Bytes.</param>
/// <param name="ModifiedTicks">Last change, ticks of UTC.</param>
/// <param name="Sha256">SHA-256 of its content in lower-case hexadecimal digits; null for what was too large to be read for it.</param>
public sealed record RecordedFile(string Role, string Path, long Length, long ModifiedTicks, string? Sha256)
{
    /// <summary>Its name without folders.</summary>
    public string Name => Path[(Path.LastIndexOfAny(['/', '\\']) + 1)..];
}
