using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Pipeline;

/// <summary>Runs batches of tiles through the network, once each or, with test-time augmentation, once for every flip and turn.</summary>
/// <remarks>Not thread-safe; buffers are kept from batch to batch.</remarks>
internal sealed class NetworkRunner : ITileRunner
{
    private readonly TilePlan _plan;
    private readonly INetworkSession _network;
    private readonly int _outputRows;
    private readonly int _outputColumns;
    private readonly TileTurn[] _turns;
    private readonly ScoreMerger? _merger;
    private readonly float[] _turned = [];
    private float[] _back = [];

    public NetworkRunner(TilePlan plan, INetworkSession network)
    {
        (_plan, _network) = (plan, network);
        _outputRows = (plan.Tiling.TileHeight - (2 * plan.Network.Crop)) / plan.Network.OutputStride;
        _outputColumns = (plan.Tiling.TileWidth - (2 * plan.Network.Crop)) / plan.Network.OutputStride;
        _turns = plan.Augmentation is null ? [] : [.. plan.Augmentation.Turns.Select(variant => new TileTurn(variant))];
        if (plan.Augmentation is { } augmentation)
        {
            _merger = new ScoreMerger(plan.Network, augmentation.Policy);
            _turned = new float[checked(TensorLength * (plan.Network.FixedBatch ?? plan.Tiling.BatchSize))];
        }
    }

    /// <inheritdoc/>
    public int TensorLength => checked(_plan.Tiling.TileWidth * _plan.Tiling.TileHeight * _plan.Network.Planes);

    /// <inheritdoc/>
    public bool KeepsOneResult => _merger is not null;

    /// <summary>Scores of one output tile.</summary>
    private int ScoreLength => checked(_outputRows * _outputColumns * Math.Max(1, _plan.Network.Channels));

    /// <summary>Runs one batch, which gets the scores of its tiles one behind the other; probabilities when augmented.</summary>
    public void Run(TileBatch batch)
    {
        var tiles = batch.Tiles.Count;
        if (_merger is null)
        {
            var output = RunOnce(batch.Tensor, tiles, isTransposed: false);
            (batch.Scores, batch.NonFinite) = (output.Values, output.NonFinite);
            return;
        }

        _merger.Begin(ScoreLength * tiles);
        foreach (var turn in _turns)
        {
            RunTurn(turn, batch, turn == _turns[0]);
        }

        batch.Scores = _merger.Merged(ScoreLength * tiles);
    }

    /// <inheritdoc/>
    public TileScores ScoresOf(TileBatch batch, int place) => new(
        batch.Tiles[place], batch.Work.Window, batch.Scores.Span.Slice(place * ScoreLength, ScoreLength), _outputRows, _outputColumns, batch.ValidityOf(place));

    private void RunTurn(TileTurn turn, TileBatch batch, bool isFirst)
    {
        ReadOnlySpan<float> tensor = batch.Tensor.Span;
        var (tiles, tiling, network) = (batch.Tiles.Count, _plan.Tiling, _plan.Network);
        for (var i = 0; i < tiles; i++)
        {
            turn.Apply(
                tensor.Slice(i * TensorLength, TensorLength), _turned.AsSpan(i * TensorLength, TensorLength),
                tiling.TileHeight, tiling.TileWidth, network.Planes, network.InputLayout);
        }

        for (var place = tiles; place < network.FixedBatch; place++)
        {
            _turned.AsSpan((tiles - 1) * TensorLength, TensorLength).CopyTo(_turned.AsSpan(place * TensorLength, TensorLength));
        }

        var output = RunOnce(_turned, tiles, turn.Transposes);
        var scores = output.Values;
        if (turn.Variant == 0)
        {
            // the other looks see the same pixels, and their runs take the memory
            batch.NonFinite = output.NonFinite is { } found ? [.. found.Select(elements => (ReadOnlyMemory<bool>)elements.ToArray())] : null;
        }

        if (_back.Length < ScoreLength)
        {
            _back = new float[ScoreLength];
        }

        for (var i = 0; i < tiles; i++)
        {
            turn.Undo(scores.Span.Slice(i * ScoreLength, ScoreLength), _back, _outputRows, _outputColumns, Math.Max(1, network.Channels), network.OutputLayout);
            _merger!.Add(_back.AsSpan(0, ScoreLength), i * ScoreLength, isFirst);
        }

        _merger!.EndLook();
    }

    private NetworkOutput RunOnce(ReadOnlyMemory<float> tensor, int tiles, bool isTransposed)
    {
        // a network of a fixed batch gets its last batch filled up with the last tile; those results are not looked at
        var count = _plan.Network.FixedBatch ?? tiles;
        var (rows, columns) = isTransposed ? (_plan.Tiling.TileWidth, _plan.Tiling.TileHeight) : (_plan.Tiling.TileHeight, _plan.Tiling.TileWidth);
        int[] dimensions = _plan.Network.InputLayout == TensorLayout.Nchw
            ? [count, _plan.Network.Planes, rows, columns] : [count, rows, columns, _plan.Network.Planes];
        var output = _network.Run(tensor[..checked(count * TensorLength)], dimensions, _plan.Network.OutputName);
        return output.Values.Length == checked(ScoreLength * count) ? output : throw new InferenceException(
            $"The network returned [{string.Join(", ", output.Dimensions)}] for {count} tiles of {_plan.Tiling.TileWidth}×{_plan.Tiling.TileHeight} pixels; "
            + $"{ScoreLength} values for each tile were expected. Its output does not follow its input's size; give the tile size that it was made for.");
    }
}
