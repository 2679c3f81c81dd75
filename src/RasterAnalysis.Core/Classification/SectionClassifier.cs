using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>The pipeline of one section: for each tile read, normalise, run, decode and paste.</summary>
/// <remarks>Not thread-safe: it owns its buffers, and a reader and a session belong to one thread.</remarks>
public sealed class SectionClassifier
{
    private readonly ClassificationPlan _plan;
    private readonly INetworkSession _network;
    private readonly MirroredWindowReader _reader;
    private readonly TensorFiller _filler;
    private readonly ScoreDecoder _decoder;
    private readonly float[] _pixels;
    private readonly float[] _tensor;
    private readonly byte[][] _validity;
    private readonly ushort[] _winners;

    /// <summary>Prepares the buffers for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    public SectionClassifier(ClassificationPlan plan, IRasterReader reader, INetworkSession network)
    {
        _plan = plan;
        _network = network;
        _reader = new MirroredWindowReader(reader);
        _filler = new TensorFiller(plan.Normalization, plan.Network.InputLayout);
        _decoder = new ScoreDecoder(plan.Network, plan.Channels, plan.Threshold);
        var tilePixels = checked(plan.Tiling.TileWidth * plan.Tiling.TileHeight);
        _pixels = new float[checked(tilePixels * plan.Network.Bands)];
        _tensor = new float[checked(_pixels.Length * plan.Tiling.BatchSize)];
        _validity = [.. Enumerable.Range(0, plan.Tiling.BatchSize).Select(_ => new byte[tilePixels])];
        _winners = new ushort[plan.Tiling.TileWidth];
    }

    /// <summary>Classifies one section.</summary>
    /// <param name="section">Window in output pixels.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after each run of the network.</param>
    /// <param name="cancellationToken">Looked at before each run.</param>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    /// <exception cref="InferenceException">The network fails.</exception>
    public ClassifiedSection Classify(PixelWindow section, Action<double>? progress, CancellationToken cancellationToken)
    {
        var origin = _plan.Grid.OutputWindow;
        var window = section with { ColumnOffset = section.ColumnOffset + origin.ColumnOffset, RowOffset = section.RowOffset + origin.RowOffset };
        var canvas = new SectionCanvas(section, _plan.Output, _plan.Channels.Values);
        var tiles = SectionTiles.Lay(_plan.Tiling, window).ToArray();
        for (var first = 0; first < tiles.Length; first += _plan.Tiling.BatchSize)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var batch = tiles.AsSpan(first, Math.Min(_plan.Tiling.BatchSize, tiles.Length - first));
            Run(batch, window, canvas);
            progress?.Invoke((first + batch.Length) / (double)tiles.Length);
        }

        return new ClassifiedSection(canvas.Pixels, CountsOf(canvas), canvas.InvalidCount);
    }

    private void Run(ReadOnlySpan<Tile> batch, PixelWindow section, SectionCanvas canvas)
    {
        for (var i = 0; i < batch.Length; i++)
        {
            _reader.Read(batch[i].ReadWindow, _pixels, _validity[i]);
            _filler.Fill(_pixels, _tensor.AsSpan(i * _pixels.Length, _pixels.Length));
        }

        // a network of a fixed batch gets its last batch filled up with whatever lay there; those results are not looked at
        var count = _plan.Network.FixedBatch ?? batch.Length;
        var output = _network.Run(_tensor.AsMemory(0, count * _pixels.Length), Dimensions(count), _plan.Network.OutputName);
        var perTile = CheckOutput(output, count);
        for (var i = 0; i < batch.Length; i++)
        {
            Paste(batch[i], output.Values.Span.Slice(i * perTile, perTile), _validity[i], section, canvas);
        }
    }

    private int[] Dimensions(int count) => _plan.Network.InputLayout == TensorLayout.Nchw
        ? [count, _plan.Network.Bands, _plan.Tiling.TileHeight, _plan.Tiling.TileWidth]
        : [count, _plan.Tiling.TileHeight, _plan.Tiling.TileWidth, _plan.Network.Bands];

    private int CheckOutput(NetworkOutput output, int count)
    {
        var perTile = checked(OutputRows * OutputColumns * Math.Max(1, _plan.Network.Channels));
        return output.Values.Length == checked(perTile * count) ? perTile : throw new InferenceException(
            $"The network returned [{string.Join(", ", output.Dimensions)}] for {count} tiles of {_plan.Tiling.TileWidth}×{_plan.Tiling.TileHeight} pixels; "
            + $"{perTile} values for each tile were expected. Its output does not follow its input's size; give the tile size that it was made for.");
    }

    private int OutputRows => _plan.Tiling.TileHeight - (2 * _plan.Network.Crop);

    private int OutputColumns => _plan.Tiling.TileWidth - (2 * _plan.Network.Crop);

    private void Paste(Tile tile, ReadOnlySpan<float> scores, ReadOnlySpan<byte> validity, PixelWindow section, SectionCanvas canvas)
    {
        var (core, read) = (tile.CoreWindow, tile.ReadWindow);
        var winners = _winners.AsSpan(0, core.Width);
        var tileColumn = core.ColumnOffset - read.ColumnOffset;
        for (var row = core.RowOffset; row < core.RowEnd; row++)
        {
            var tileRow = row - read.RowOffset;
            _decoder.DecodeRow(
                scores, OutputRows, OutputColumns, tileRow - _plan.Network.Crop, tileColumn - _plan.Network.Crop, winners);
            canvas.Paste(
                row - section.RowOffset, core.ColumnOffset - section.ColumnOffset, winners,
                validity.Slice((tileRow * read.Width) + tileColumn, core.Width));
        }
    }

    private ClassCount[] CountsOf(SectionCanvas canvas) =>
        [.. canvas.Counts.Select((count, channel) => new ClassCount(_plan.Channels.Values[channel], count)).Where(c => c.Count > 0)];
}
