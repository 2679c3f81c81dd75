using System.Buffers.Binary;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Classification;

/// <summary>The pixels of one section while its tiles are pasted, in the output's own sample type, rows from the top.</summary>
internal sealed class SectionCanvas
{
    private readonly int _width;
    private readonly int _sampleBytes;
    private readonly byte[] _noData;
    private readonly byte[] _valueBytes;
    private readonly long[] _counts;

    public SectionCanvas(PixelWindow section, ClassifiedRasterProfile profile, IReadOnlyList<long> channelValues)
    {
        _width = section.Width;
        _sampleBytes = profile.PixelType.ByteSize();
        _counts = new long[channelValues.Count];
        _noData = Encode(profile.NoData, _sampleBytes);
        _valueBytes = [.. channelValues.SelectMany(value => Encode(value, _sampleBytes))];
        Pixels = new byte[checked(section.Width * section.Height * _sampleBytes)];
    }

    /// <summary>The pixels, little-endian.</summary>
    public byte[] Pixels { get; }

    /// <summary>Valid pixels for which the network gave no class.</summary>
    public long InvalidCount { get; private set; }

    /// <summary>Pixels of each channel.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <summary>Pastes part of a row.</summary>
    /// <param name="row">Row of the section.</param>
    /// <param name="column">First column of the section.</param>
    /// <param name="winners">Channels.</param>
    /// <param name="validity">1 where the input has a pixel.</param>
    public void Paste(int row, int column, ReadOnlySpan<ushort> winners, ReadOnlySpan<byte> validity)
    {
        var target = Pixels.AsSpan(checked(((row * _width) + column) * _sampleBytes), winners.Length * _sampleBytes);
        unchecked
        {
            for (var i = 0; i < winners.Length; i++)
            {
                var sample = target.Slice(i * _sampleBytes, _sampleBytes);
                var winner = winners[i];
                if (validity[i] == 0)
                {
                    _noData.CopyTo(sample);
                }
                else if (winner == ScoreDecoder.Invalid)
                {
                    _noData.CopyTo(sample);
                    InvalidCount++;
                }
                else
                {
                    _valueBytes.AsSpan(winner * _sampleBytes, _sampleBytes).CopyTo(sample);
                    _counts[winner]++;
                }
            }
        }
    }

    private static byte[] Encode(long value, int bytes)
    {
        Span<byte> all = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        return all[..bytes].ToArray();
    }
}
