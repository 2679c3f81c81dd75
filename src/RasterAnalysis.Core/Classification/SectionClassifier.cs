using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>The pipeline of one section: for each tile read, normalise, run, decode and paste.</summary>
/// <remarks>Not thread-safe: it owns its buffers, which it uses again for the next section, and a reader and a session belong to one thread.</remarks>
public sealed class SectionClassifier
{
    private readonly ClassificationPlan _plan;
    private readonly MirroredWindowReader _reader;
    private readonly IPixelMask? _mask;
    private readonly TensorFiller _filler;
    private readonly NetworkRunner _runner;
    private readonly TilePaster _paster;
    private readonly float[] _pixels;
    private readonly float[] _tensor;
    private readonly byte[][] _validity;
    private byte[] _canvas = [];

    /// <summary>Prepares the buffers for a plan.</summary>
    /// <param name="plan">The job's plan.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="network">The loaded network; stays the caller's.</param>
    /// <param name="mask">Says which pixels are wanted; null for all. Stays the caller's.</param>
    public SectionClassifier(ClassificationPlan plan, IRasterReader reader, INetworkSession network, IPixelMask? mask = null)
    {
        _plan = plan;
        _mask = mask;
        _reader = new MirroredWindowReader(reader);
        _filler = new TensorFiller(plan.Normalization, plan.Network.InputLayout);
        _runner = new NetworkRunner(plan, network);
        _paster = new TilePaster(plan, _runner);
        var tilePixels = checked(plan.Tiling.TileWidth * plan.Tiling.TileHeight);
        _pixels = new float[_runner.TensorLength];
        _tensor = new float[checked(_pixels.Length * plan.Tiling.BatchSize)];
        _validity = [.. Enumerable.Range(0, plan.Tiling.BatchSize).Select(_ => new byte[tilePixels])];
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
        var canvas = new SectionCanvas(section, _plan.Output, _plan.Channels.Values, MaskOf(window), ref _canvas);
        var tiles = SectionTiles.Lay(_plan.Tiling, window).ToArray();
        var batch = new List<Tile>(_plan.Tiling.BatchSize);
        for (var i = 0; i < tiles.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryFill(tiles[i], batch.Count, window, canvas))
            {
                batch.Add(tiles[i]);
            }

            if (batch.Count == _plan.Tiling.BatchSize || (i == tiles.Length - 1 && batch.Count > 0))
            {
                Run(batch, window, canvas);
                batch.Clear();
                progress?.Invoke((i + 1) / (double)tiles.Length);
            }
        }

        return new ClassifiedSection(canvas.Pixels, CountsOf(canvas), canvas.InvalidCount);
    }

    private byte[]? MaskOf(PixelWindow window)
    {
        if (_mask is null)
        {
            return null;
        }

        var wanted = new byte[checked((int)window.PixelCount)];
        _mask.Read(window, wanted);
        return wanted;
    }

    /// <summary>Reads a tile into its place in the batch; leaves it out when it has no pixel to classify.</summary>
    private bool TryFill(Tile tile, int place, PixelWindow section, SectionCanvas canvas)
    {
        var core = tile.CoreWindow;
        var inSection = core with { ColumnOffset = core.ColumnOffset - section.ColumnOffset, RowOffset = core.RowOffset - section.RowOffset };
        if (!canvas.IsWanted(inSection))
        {
            canvas.LeaveOut(inSection);
            return false;
        }

        _reader.Read(tile.ReadWindow, _pixels, _validity[place]);
        if (!HasPixel(tile, _validity[place]))
        {
            canvas.LeaveOut(inSection);
            return false;
        }

        _filler.Fill(_pixels, _tensor.AsSpan(place * _pixels.Length, _pixels.Length));
        return true;
    }

    private static bool HasPixel(Tile tile, ReadOnlySpan<byte> validity)
    {
        var (core, read) = (tile.CoreWindow, tile.ReadWindow);
        for (var row = core.RowOffset; row < core.RowEnd; row++)
        {
            var start = ((row - read.RowOffset) * read.Width) + core.ColumnOffset - read.ColumnOffset;
            if (validity.Slice(start, core.Width).ContainsAnyExcept((byte)0))
            {
                return true;
            }
        }

        return false;
    }

    private void Run(List<Tile> batch, PixelWindow section, SectionCanvas canvas)
    {
        var scores = _runner.Run(_tensor, batch.Count).Span;
        for (var i = 0; i < batch.Count; i++)
        {
            _paster.Paste(batch[i], scores.Slice(i * _runner.ScoreLength, _runner.ScoreLength), _validity[i], section, canvas);
        }
    }

    private ClassCount[] CountsOf(SectionCanvas canvas) =>
        [.. canvas.Counts.Select((count, channel) => new ClassCount(_plan.Channels.Values[channel], count)).Where(c => c.Count > 0)];
}
