using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>Decodes what the network returned for a tile and pastes the tile's core into the section.</summary>
/// <remarks>Not thread-safe; buffers are kept from tile to tile.</remarks>
internal sealed class TilePaster
{
    private readonly ClassificationPlan _plan;
    private readonly NetworkRunner _runner;
    private readonly ScoreDecoder _decoder;
    private readonly ushort[] _winners;
    private readonly float[] _probabilities;

    public TilePaster(ClassificationPlan plan, NetworkRunner runner)
    {
        (_plan, _runner) = (plan, runner);
        _decoder = new ScoreDecoder(Decoded(plan), plan.Channels, plan.Threshold);
        _winners = new ushort[plan.Tiling.TileWidth];
        _probabilities = new float[plan.Tiling.TileWidth];
    }

    /// <summary>Pastes the tiles of a batch that has run.</summary>
    public void Paste(TileBatch batch)
    {
        for (var place = 0; place < batch.Tiles.Count; place++)
        {
            var scores = batch.Scores.Span.Slice(place * _runner.ScoreLength, _runner.ScoreLength);
            Paste(batch.Tiles[place], scores, batch.ValidityOf(place), batch.Work.Window, batch.Work.Canvas);
        }
    }

    private void Paste(Tile tile, ReadOnlySpan<float> scores, ReadOnlySpan<byte> validity, PixelWindow section, SectionCanvas canvas)
    {
        var (core, read, crop) = (tile.CoreWindow, tile.ReadWindow, _plan.Network.Crop);
        var tileColumn = core.ColumnOffset - read.ColumnOffset;
        for (var row = core.RowOffset; row < core.RowEnd; row++)
        {
            var tileRow = row - read.RowOffset;
            var valid = validity.Slice((tileRow * read.Width) + tileColumn, core.Width);
            var (toRow, toColumn) = (row - section.RowOffset, core.ColumnOffset - section.ColumnOffset);
            if (_plan.Output.PixelType == PixelType.F32)
            {
                var probabilities = _probabilities.AsSpan(0, core.Width);
                _decoder.ReadProbabilities(scores, _runner.OutputRows, _runner.OutputColumns, tileRow - crop, tileColumn - crop, probabilities);
                canvas.Paste(toRow, toColumn, probabilities, valid);
            }
            else
            {
                var winners = _winners.AsSpan(0, core.Width);
                _decoder.DecodeRow(scores, _runner.OutputRows, _runner.OutputColumns, tileRow - crop, tileColumn - crop, winners);
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
