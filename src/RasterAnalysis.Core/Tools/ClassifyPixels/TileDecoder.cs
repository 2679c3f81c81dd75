using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>Decodes what the network returned for a tile and pastes the tile's core into the section.</summary>
/// <remarks>Not thread-safe; buffers are kept from tile to tile.</remarks>
internal sealed class TileDecoder
{
    private readonly ScoreDecoder _decoder;
    private readonly ushort[] _winners;
    private readonly float[] _probabilities;
    private readonly int _crop;
    private readonly MeasurePlan? _measures;
    private readonly ScoreMeter? _meter;
    private readonly byte[] _measured;
    private readonly ushort _uncertain;

    public TileDecoder(ClassificationPlan plan)
    {
        _crop = plan.Network.Crop;
        var decoded = Decoded(plan);
        _decoder = new ScoreDecoder(decoded, plan.Channels, plan.Threshold);
        (_measures, _uncertain) = (plan.Measures, (ushort)plan.Channels.Values.Count);
        _meter = _measures is null ? null : new ScoreMeter(decoded, _measures.Temperature, plan.Tiling.TileWidth);
        _measured = _measures is null ? [] : new byte[plan.Tiling.TileWidth];
        _winners = plan.Output.PixelType == PixelType.F32 ? [] : new ushort[plan.Tiling.TileWidth];
        _probabilities = plan.Output.PixelType == PixelType.F32 ? new float[plan.Tiling.TileWidth] : [];
    }

    /// <summary>Pastes the core of a tile.</summary>
    public void Paste(in TileScores scores, SectionCanvas canvas)
    {
        var (core, read, section) = (scores.Tile.CoreWindow, scores.Tile.ReadWindow, scores.Section);
        var tileColumn = core.ColumnOffset - read.ColumnOffset;
        for (var row = core.RowOffset; row < core.RowEnd; row++)
        {
            var tileRow = row - read.RowOffset;
            var valid = scores.Validity.Slice((tileRow * read.Width) + tileColumn, core.Width);
            var (toRow, toColumn) = (row - section.RowOffset, core.ColumnOffset - section.ColumnOffset);
            if (_probabilities.Length > 0)
            {
                var probabilities = _probabilities.AsSpan(0, core.Width);
                _decoder.ReadProbabilities(scores.Scores, scores.Rows, scores.Columns, tileRow - _crop, tileColumn - _crop, probabilities);
                canvas.Paste(toRow, toColumn, probabilities, valid);
            }
            else
            {
                var winners = _winners.AsSpan(0, core.Width);
                _decoder.DecodeRow(scores.Scores, scores.Rows, scores.Columns, tileRow - _crop, tileColumn - _crop, winners);
                if (_meter is not null)
                {
                    _meter.Measure(scores.Scores, scores.Rows, scores.Columns, tileRow - _crop, tileColumn - _crop, winners);
                    PasteMeasures(toRow, toColumn, winners, valid, canvas);
                }

                canvas.Paste(toRow, toColumn, winners, valid);
            }
        }
    }

    /// <summary>Pastes what was measured of part of a row, and makes the pixels uncertain that are.</summary>
    private void PasteMeasures(int row, int column, Span<ushort> winners, ReadOnlySpan<byte> valid, SectionCanvas canvas)
    {
        for (var band = 0; band < _measures!.Measures.Count; band++)
        {
            var found = _meter!.Of(_measures.Measures[band]);
            for (var i = 0; i < winners.Length; i++)
            {
                _measured[i] = winners[i] == ScoreDecoder.Invalid ? MeasurePlan.NoData : (byte)MathF.Round(100 * Math.Clamp(found[i], 0, 1), MidpointRounding.AwayFromZero);
            }

            canvas.PasteMeasure(band, row, column, _measured.AsSpan(0, winners.Length), valid);
        }

        if (_measures.Uncertain is { Below: var below })
        {
            for (var i = 0; i < winners.Length; i++)
            {
                winners[i] = winners[i] != ScoreDecoder.Invalid && _meter!.Confidence[i] < below ? _uncertain : winners[i];
            }
        }
    }

    /// <summary>Augmented scores are probabilities already.</summary>
    private static NetworkProfile Decoded(ClassificationPlan plan) => plan switch
    {
        { Augmentation: null } => plan.Network,
        { Network.OutputKind: OutputKind.Logit } => plan.Network with { OutputKind = OutputKind.Probability },
        _ => plan.Network with { AreProbabilities = true, Logits = null },
    };
}
