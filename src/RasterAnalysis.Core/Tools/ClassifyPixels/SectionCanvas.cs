using System.Buffers.Binary;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>The pixels of one section while its tiles are pasted, in the output's own sample type, rows from the top.</summary>
internal sealed class SectionCanvas : ISectionSink
{
    private readonly TileDecoder _decoder;
    private readonly int _width;
    private readonly WantedPixels _wanted;
    private readonly int _sampleBytes;
    private readonly byte[] _noData;
    private readonly byte[] _valueBytes;
    private readonly long[] _counts;
    private readonly Memory<byte> _pixels;
    private readonly Memory<byte> _measures;

    /// <summary>Prepares the canvas of a section.</summary>
    /// <param name="section">Its window.</param>
    /// <param name="profile">Sample type and NoData value.</param>
    /// <param name="channelValues">Class value of each channel.</param>
    /// <param name="decoder">Decodes the tiles and pastes them here.</param>
    /// <param name="wanted">Pixels that are wanted; others stay NoData.</param>
    /// <param name="buffer">Memory to use; made larger when needed.</param>
    /// <param name="measures">Measures of each pixel beside its class.</param>
    public SectionCanvas(
        PixelWindow section, ClassifiedRasterProfile profile, IReadOnlyList<long> channelValues, TileDecoder decoder, WantedPixels wanted, PooledBuffer<byte> buffer, int measures = 0)
    {
        _decoder = decoder;
        _width = section.Width;
        _wanted = wanted;
        _sampleBytes = profile.PixelType.ByteSize();
        _counts = new long[channelValues.Count];
        _noData = profile.PixelType == PixelType.F32 ? BitConverter.GetBytes((float)profile.NoData) : Encode(profile.NoData, _sampleBytes);
        _valueBytes = [.. channelValues.SelectMany(value => Encode(value, _sampleBytes))];
        var classes = checked(section.Width * section.Height * _sampleBytes);
        var all = buffer.Take(checked(classes + (section.Width * section.Height * measures)));
        (_pixels, _measures) = (all[..classes], all[classes..]);
    }

    /// <summary>The pixels, little-endian.</summary>
    public ReadOnlyMemory<byte> Pixels => _pixels;

    /// <summary>The measures, one behind the other, a byte a pixel.</summary>
    public ReadOnlyMemory<byte> Measures => _measures;

    /// <summary>Valid pixels for which the network gave no class.</summary>
    public long InvalidCount { get; private set; }

    /// <summary>Pixels of each channel; of probabilities, all that have one are counted with the first.</summary>
    public IReadOnlyList<long> Counts => _counts;

    /// <inheritdoc/>
    public void Take(in TileScores scores) => _decoder.Paste(scores, this);

    /// <summary>Pastes part of a row.</summary>
    /// <param name="row">Row of the section.</param>
    /// <param name="column">First column of the section.</param>
    /// <param name="winners">Channels.</param>
    /// <param name="validity">1 where the input has a pixel.</param>
    public void Paste(int row, int column, ReadOnlySpan<ushort> winners, ReadOnlySpan<byte> validity)
    {
        var target = _pixels.Span.Slice(checked(((row * _width) + column) * _sampleBytes), winners.Length * _sampleBytes);
        if (_sampleBytes == 1 && _wanted.IsAll && !validity.Contains((byte)0) && !winners.Contains(ScoreDecoder.Invalid))
        {
            PasteBytes(target, winners);
            return;
        }

        unchecked
        {
            for (var i = 0; i < winners.Length; i++)
            {
                var sample = target.Slice(i * _sampleBytes, _sampleBytes);
                var winner = winners[i];
                if (validity[i] == 0 || !_wanted.Has(row, column + i))
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

    /// <summary>Bytes, each of them a class: what most rows of most jobs are.</summary>
    private void PasteBytes(Span<byte> target, ReadOnlySpan<ushort> winners)
    {
        ReadOnlySpan<byte> values = _valueBytes;
        Span<long> counts = _counts;
        for (var i = 0; i < winners.Length && i < target.Length; i++)
        {
            var winner = winners[i];
            target[i] = values[winner];
            counts[winner]++;
        }
    }

    /// <summary>Pastes part of a row of probabilities; NaN where the network gave none.</summary>
    public void Paste(int row, int column, ReadOnlySpan<float> probabilities, ReadOnlySpan<byte> validity)
    {
        var target = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(
            _pixels.Span.Slice(checked(((row * _width) + column) * _sampleBytes), probabilities.Length * _sampleBytes));
        var noData = BitConverter.ToSingle(_noData);
        var valid = 0L;
        for (var i = 0; i < target.Length; i++)
        {
            var isPixel = validity[i] != 0 && _wanted.Has(row, column + i);
            var isInvalid = isPixel && float.IsNaN(probabilities[i]);
            InvalidCount += isInvalid ? 1 : 0;
            target[i] = isPixel && !isInvalid ? probabilities[i] : noData;
            valid += isPixel && !isInvalid ? 1 : 0;
        }

        _counts[0] += valid;
    }

    /// <summary>Pastes part of a row of a measure.</summary>
    /// <param name="measure">Which, from 0.</param>
    /// <param name="row">Row of the section.</param>
    /// <param name="column">First column of the section.</param>
    /// <param name="values">Values, NoData where the network gave none.</param>
    /// <param name="validity">1 where the input has a pixel.</param>
    public void PasteMeasure(int measure, int row, int column, ReadOnlySpan<byte> values, ReadOnlySpan<byte> validity)
    {
        var target = _measures.Span.Slice(MeasureOffset(measure, row, column), values.Length);
        for (var i = 0; i < target.Length; i++)
        {
            target[i] = validity[i] != 0 && _wanted.Has(row, column + i) ? values[i] : MeasurePlan.NoData;
        }
    }

    /// <inheritdoc/>
    public bool IsWanted(PixelWindow part) => _wanted.HasAny(part);

    /// <summary>Makes a part of the section NoData.</summary>
    public void LeaveOut(PixelWindow part)
    {
        for (var row = part.RowOffset; row < part.RowEnd; row++)
        {
            var target = _pixels.Span.Slice(checked(((row * _width) + part.ColumnOffset) * _sampleBytes), part.Width * _sampleBytes);
            for (var i = 0; i < target.Length; i += _sampleBytes)
            {
                _noData.CopyTo(target[i..]);
            }

            for (var at = MeasureOffset(0, row, part.ColumnOffset); at < _measures.Length; at += _pixels.Length / _sampleBytes)
            {
                _measures.Span.Slice(at, part.Width).Fill(MeasurePlan.NoData);
            }
        }
    }

    private int MeasureOffset(int measure, int row, int column) => (measure * (_pixels.Length / _sampleBytes)) + (row * _width) + column;

    private static byte[] Encode(long value, int bytes)
    {
        Span<byte> all = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(all, value);
        return all[..bytes].ToArray();
    }
}
