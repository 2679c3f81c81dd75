using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>
/// Turns what a network returned into channels: the highest score wins, ties go to the lowest channel, a score that is no finite number
/// gives <see cref="Invalid"/>.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
public sealed class ScoreDecoder
{
    /// <summary>Stands for "no class": the score was NaN or infinite, or the class id is in no class list.</summary>
    public const ushort Invalid = ushort.MaxValue;

    private readonly NetworkProfile _profile;
    private readonly bool[] _suppressed;
    private readonly Dictionary<long, ushort>? _channelOfId;
    private readonly int _idCount;
    private readonly long _classValue;
    private readonly float _threshold;
    private readonly ScoreEnlarger? _enlarger;

    /// <summary>Makes a decoder for one job.</summary>
    /// <param name="profile">How the output is laid out and what it means.</param>
    /// <param name="channels">Which channels may win, and what class ids mean.</param>
    /// <param name="threshold">For one-channel networks: the probability above which the class is given.</param>
    public ScoreDecoder(NetworkProfile profile, ChannelMap channels, double threshold)
    {
        _profile = profile;
        (_idCount, _classValue) = (channels.Values.Count, channels.Values[^1]);
        _suppressed = new bool[Math.Max(profile.Channels, 1)];
        foreach (var channel in channels.SuppressedChannels)
        {
            _suppressed[channel] = true;
        }

        if (profile.OutputKind == OutputKind.ClassIds && channels.IdsAreValues)
        {
            _channelOfId = channels.Values.Select((value, channel) => (value, channel)).ToDictionary(pair => pair.value, pair => (ushort)pair.channel);
        }

        // sigmoid(x) > t is x > logit(t), for any t strictly between 0 and 1
        _enlarger = profile.OutputStride > 1 ? new ScoreEnlarger(profile) : null;
        _threshold = profile.OutputKind == OutputKind.Logit ? (float)Math.Log(threshold / (1 - threshold)) : (float)threshold;
    }

    /// <summary>Decodes a part of one row of one tile.</summary>
    /// <param name="scores">The tile's scores in the network's layout, rows × columns pixels of it.</param>
    /// <param name="rows">Rows of the output tile.</param>
    /// <param name="columns">Columns of the output tile.</param>
    /// <param name="row">Row to decode, in pixels of the tile: where the output is coarser, each of its rows stands for several.</param>
    /// <param name="firstColumn">First column to decode, likewise.</param>
    /// <param name="winners">Receives one channel for each pixel, or <see cref="Invalid"/>.</param>
    public void DecodeRow(ReadOnlySpan<float> scores, int rows, int columns, int row, int firstColumn, Span<ushort> winners)
    {
        var isInterleaved = _profile.OutputLayout == TensorLayout.Nhwc && _enlarger is null;
        if (_enlarger is not null)
        {
            scores = _enlarger.Row(scores, rows, columns, row);
            (rows, columns, row) = (1, columns * _profile.OutputStride, 0);
        }

        switch (_profile.OutputKind)
        {
            case OutputKind.Scores when !isInterleaved:
                PlaneArgMax.Find(scores, rows * columns, (row * columns) + firstColumn, _suppressed, winners);
                break;
            case OutputKind.Scores:
                DecodeInterleaved(scores[(((row * columns) + firstColumn) * _profile.Channels)..], winners);
                break;
            case OutputKind.ClassIds:
                DecodeIds(scores[((row * columns) + firstColumn)..], winners);
                break;
            case OutputKind.Mask:
                DecodeMask(scores[((row * columns) + firstColumn)..], winners);
                break;
            default:
                DecodeOneChannel(scores[((row * columns) + firstColumn)..], winners);
                break;
        }
    }

    /// <summary>Reads probabilities of the one class of a one-channel network, from the same arguments as <see cref="DecodeRow"/>.</summary>
    /// <param name="scores">The tile's scores.</param>
    /// <param name="rows">Rows of the output tile.</param>
    /// <param name="columns">Columns of the output tile.</param>
    /// <param name="row">Row to read.</param>
    /// <param name="firstColumn">First column to read.</param>
    /// <param name="probabilities">Receives one probability for each pixel; NaN where the score is no finite number.</param>
    public void ReadProbabilities(ReadOnlySpan<float> scores, int rows, int columns, int row, int firstColumn, Span<float> probabilities)
    {
        if (_enlarger is not null)
        {
            scores = _enlarger.Row(scores, rows, columns, row);
            (columns, row) = (columns * _profile.OutputStride, 0);
        }

        var source = scores.Slice((row * columns) + firstColumn, probabilities.Length);
        for (var i = 0; i < source.Length; i++)
        {
            probabilities[i] = !float.IsFinite(source[i]) ? float.NaN
                : _profile.OutputKind == OutputKind.Logit ? Logistic.Sigmoid(source[i]) : Math.Clamp(source[i], 0, 1);
        }
    }

    private void DecodeInterleaved(ReadOnlySpan<float> scores, Span<ushort> winners)
    {
        unchecked
        {
            for (var i = 0; i < winners.Length; i++)
            {
                var pixel = scores.Slice(i * _profile.Channels, _profile.Channels);
                var best = float.NegativeInfinity;
                winners[i] = 0;
                for (var channel = 0; channel < pixel.Length; channel++)
                {
                    if (!float.IsFinite(pixel[channel]))
                    {
                        winners[i] = Invalid;
                        break;
                    }

                    if (!_suppressed[channel] && pixel[channel] > best)
                    {
                        best = pixel[channel];
                        winners[i] = (ushort)channel;
                    }
                }
            }
        }
    }

    private void DecodeOneChannel(ReadOnlySpan<float> scores, Span<ushort> winners)
    {
        for (var i = 0; i < winners.Length; i++)
        {
            winners[i] = !float.IsFinite(scores[i]) ? Invalid : scores[i] > _threshold ? (ushort)1 : (ushort)0;
        }
    }

    private void DecodeIds(ReadOnlySpan<float> ids, Span<ushort> winners)
    {
        for (var i = 0; i < winners.Length; i++)
        {
            winners[i] = ids[i] is >= int.MinValue and <= uint.MaxValue && MathF.Floor(ids[i]) == ids[i] ? ChannelOf((long)ids[i]) : Invalid;
        }
    }

    private void DecodeMask(ReadOnlySpan<float> values, Span<ushort> winners)
    {
        for (var i = 0; i < winners.Length; i++)
        {
            winners[i] = values[i] == 0 ? (ushort)0 : values[i] is 1 or byte.MaxValue || values[i] == _classValue ? (ushort)1 : Invalid;
        }
    }

    private ushort ChannelOf(long id)
    {
        if (_channelOfId is null)
        {
            return id >= 0 && id < _idCount ? (ushort)id : Invalid;
        }

        return _channelOfId.TryGetValue(id, out var channel) ? channel : Invalid;
    }
}
