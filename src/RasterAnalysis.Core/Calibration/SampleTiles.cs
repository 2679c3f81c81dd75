using RasterAnalysis.Inference;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Calibration;

/// <summary>Tiles drawn over a whole raster, in even parts of it and within each by a fixed seed, so that every job on the raster sees the same.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class SampleTiles : IDisposable
{
    // places that are tried in a part before it is left out: the others may be NoData
    private const int Tries = 4;

    private readonly TilePlan _plan;
    private readonly MirroredWindowReader _reader;
    private readonly TensorFiller _filler;
    private readonly float[] _planes;
    private readonly float[] _tensor;
    private readonly int _batch;

    /// <summary>Gets ready.</summary>
    /// <param name="plan">What is read, and what the network takes.</param>
    /// <param name="reader">Reads the input on the plan's processing grid; stays the caller's.</param>
    /// <param name="width">Columns of a tile.</param>
    /// <param name="height">Rows of a tile.</param>
    public SampleTiles(TilePlan plan, IRasterReader reader, int width, int height)
    {
        (_plan, Width, Height, _batch) = (plan, width, height, plan.Network.FixedBatch ?? 1);
        (_reader, _filler) = (new MirroredWindowReader(reader), new TensorFiller(plan.Normalization, plan.Network.InputLayout));
        var length = checked(plan.Network.Bands * width * height);
        (_planes, _tensor, Validity) = (new float[length], new float[checked(length * _batch)], new byte[width * height]);
    }

    /// <summary>Columns of a tile.</summary>
    public int Width { get; }

    /// <summary>Rows of a tile.</summary>
    public int Height { get; }

    /// <summary>Where the tile that was read last lies; it may hang over the raster.</summary>
    public PixelWindow Window { get; private set; }

    /// <summary>1 where the tile that was read last has a pixel, row by row.</summary>
    public byte[] Validity { get; }

    /// <summary>The tensor that was read last.</summary>
    public ReadOnlyMemory<float> Tensor => _tensor;

    /// <summary>Its shape.</summary>
    public int[] Dimensions => _plan.Network.InputLayout == TensorLayout.Nchw ? [_batch, _plan.Network.Bands, Height, Width] : [_batch, Height, Width, _plan.Network.Bands];

    /// <summary>Reads one tile after the other.</summary>
    /// <param name="count">Tiles at the most.</param>
    /// <param name="seed">Draws places.</param>
    /// <param name="stride">Tiles begin at multiples of this.</param>
    /// <param name="inner">Pixels at each side of a tile that do not count, and may hang over the raster.</param>
    /// <returns>Each time <see cref="Tensor"/> holds a new tile: those of its pixels that lie in its own part of the raster, so that no pixel of the raster is counted twice.</returns>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    public IEnumerable<PixelWindow> Read(int count, int seed, int stride, int inner)
    {
        var size = _plan.Grid.ProcessingGrid.Size;
        var (width, height) = (Width - (2 * inner), Height - (2 * inner));

        // parts about as wide as high
        var columns = (int)Math.Clamp(Math.Round(Math.Sqrt((double)count * size.Width / size.Height)), 1, Math.Max(1, (size.Width + width - 1) / width));
        var rows = Math.Clamp(count / columns, 1, Math.Max(1, (size.Height + height - 1) / height));
        for (var part = 0; part < columns * rows; part++)
        {
            var random = new SplitMix(((ulong)(uint)seed << 32) | (uint)part);
            var (column, row) = (part % columns, part / columns);
            var (left, right) = (Edge(column, columns, size.Width, stride), Edge(column + 1, columns, size.Width, stride));
            var (top, bottom) = (Edge(row, rows, size.Height, stride), Edge(row + 1, rows, size.Height, stride));
            for (var attempt = 0; attempt < Tries; attempt++)
            {
                var core = new PixelWindow(Place(left, right, width, stride, random), Place(top, bottom, height, stride, random), width, height);
                if (TryRead(core.Expand(inner), inner))
                {
                    yield return core.Intersect(new PixelWindow(left, top, right - left, bottom - top));
                    break;
                }
            }
        }
    }

    /// <summary>Gives buffers back.</summary>
    public void Dispose() => _reader.Dispose();

    /// <summary>Where a part begins, and the one before it ends.</summary>
    private static int Edge(int part, int parts, int size, int stride) => part == parts ? size : (int)((long)size * part / parts / stride * stride);

    private static int Place(int from, int to, int length, int stride, SplitMix random) =>
        from + ((int)(random.Next() * (Math.Max(0, to - from - length) + 1)) / stride * stride);

    private bool TryRead(PixelWindow window, int inner)
    {
        Window = window;
        _reader.Read(window, _planes, Validity);
        var valid = 0L;
        for (var row = inner; row < Height - inner; row++)
        {
            foreach (var byteOf in Validity.AsSpan((row * Width) + inner, Width - (2 * inner)))
            {
                valid += byteOf;
            }
        }

        if (valid * 2 < (long)(Width - (2 * inner)) * (Height - (2 * inner)))
        {
            return false;
        }

        _filler.Fill(_planes, _tensor.AsSpan(0, _planes.Length));
        for (var i = 1; i < _batch; i++)
        {
            _tensor.AsSpan(0, _planes.Length).CopyTo(_tensor.AsSpan(i * _planes.Length));
        }

        return true;
    }
}
