namespace RasterAnalysis.Stac;

/// <summary>Bytes of documents, without the byte order mark that some tools write.</summary>
internal static class StacBytes
{
    private static ReadOnlySpan<byte> Mark => [0xEF, 0xBB, 0xBF];

    public static Span<byte> TrimMark(Span<byte> bytes) => bytes.StartsWith(Mark) ? bytes[Mark.Length..] : bytes;

    public static ReadOnlyMemory<byte> TrimMark(byte[] bytes) => bytes.AsSpan().StartsWith(Mark) ? bytes.AsMemory(Mark.Length) : bytes;
}
