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

    public TileDecoder(ClassificationPlan plan)
    {
        _crop = plan.Network.Crop;
        _decoder = new ScoreDecoder(Decoded(plan), plan.Channels, plan.Threshold);
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
                canvas.Paste(toRow, toColumn, winners, valid);
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
