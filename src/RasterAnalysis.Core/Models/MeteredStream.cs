namespace RasterAnalysis.Models;

/// <summary>Lets no more be read of a stream than it is told; what belongs to the stream below stays its owner's.</summary>
/// <param name="inner">A stream that can be read and sought.</param>
internal sealed class MeteredStream(Stream inner) : Stream
{
    /// <summary>Bytes that may still be read; at the start, any.</summary>
    public long Left { get; set; } = long.MaxValue;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => inner.Length;

    public override long Position
    {
        get => inner.Position;
        set => inner.Position = value;
    }

    /// <exception cref="InvalidDataException">More was read than may be.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = inner.Read(buffer);
        Left -= read;
        return Left >= 0 ? read : throw new InvalidDataException("it has two directories, or entries that do not belong to its directory.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override long Seek(long offset, SeekOrigin origin) => inner.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
