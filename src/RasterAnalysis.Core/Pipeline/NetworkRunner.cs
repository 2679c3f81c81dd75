using RasterAnalysis.Inference;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Pipeline;

/// <summary>Runs batches of tiles through the network, once each or, with test-time augmentation, once for every flip and turn.</summary>
/// <remarks>Not thread-safe; buffers are kept from batch to batch.</remarks>
internal sealed class NetworkRunner
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

    /// <summary>Elements of one tile's input.</summary>
    public int TensorLength => checked(_plan.Tiling.TileWidth * _plan.Tiling.TileHeight * _plan.Network.Planes);

    /// <summary>Rows of an output tile.</summary>
    public int OutputRows => _outputRows;

    /// <summary>Columns of an output tile.</summary>
    public int OutputColumns => _outputColumns;

    /// <summary>Scores of one output tile.</summary>
    public int ScoreLength => checked(_outputRows * _outputColumns * Math.Max(1, _plan.Network.Channels));

    /// <summary>What the watched nodes made in the last run, as <see cref="NetworkOutput.NonFinite"/>, of the tiles as they are; valid as long as its scores. Null where none is looked at.</summary>
    public IReadOnlyList<ReadOnlyMemory<bool>>? NonFinite { get; private set; }

    /// <summary>Whether a run's scores are gone with the next run, rather than with the one after.</summary>
    public bool KeepsOneResult => _merger is not null;

    /// <summary>Runs one batch.</summary>
    /// <param name="tensor">The tiles, in the network's layout, one behind the other.</param>
    /// <param name="tiles">Number of tiles.</param>
    /// <returns>Scores of the tiles one behind the other; probabilities when augmented. Valid until the run after the next, or where <see cref="KeepsOneResult"/> until the next.</returns>
    public ReadOnlyMemory<float> Run(ReadOnlyMemory<float> tensor, int tiles)
    {
        if (_merger is null)
        {
            var output = RunOnce(tensor, tiles, isTransposed: false);
            NonFinite = output.NonFinite;
            return output.Values;
        }

        _merger.Begin(ScoreLength * tiles);
        foreach (var turn in _turns)
        {
            RunTurn(turn, tensor.Span, tiles, turn == _turns[0]);
        }

        return _merger.Merged(ScoreLength * tiles);
    }

    private void RunTurn(TileTurn turn, ReadOnlySpan<float> tensor, int tiles, bool isFirst)
    {
        var (tiling, network) = (_plan.Tiling, _plan.Network);
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
            NonFinite = output.NonFinite is { } found ? [.. found.Select(elements => (ReadOnlyMemory<bool>)elements.ToArray())] : null;
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
