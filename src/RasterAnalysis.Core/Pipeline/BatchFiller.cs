using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Pipeline;

/// <summary>Reads tiles and lays them, normalised, into batches. Tiles without a pixel to classify are left out.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class BatchFiller(TilePlan plan, IRasterReader reader, int tensorLength) : IDisposable
{
    private readonly IWindowReader _reader = plan.Network.SeesNothingOutside ? new ZeroedWindowReader(reader) : new MirroredWindowReader(reader);
    private readonly TensorFiller _filler = new(plan.Normalization, plan.Network.InputLayout);

    // planes are read where they are needed; interleaved ones have to be turned
    private readonly PooledBuffer<float>? _planes = plan.Network.InputLayout == TensorLayout.Nchw ? null : new();

    /// <summary>Fills a batch with the next tiles of its section.</summary>
    /// <exception cref="RasterAccessException">The input cannot be read.</exception>
    public void Fill(TileBatch batch)
    {
        while (!batch.IsFull && batch.Work.Take() is { } tile)
        {
            batch.Looked++;
            var inSection = batch.Work.InSection(tile);
            var tensor = batch.TensorOf(batch.Tiles.Count);
            var validity = batch.ValidityOf(batch.Tiles.Count);
            var length = validity.Length * plan.Network.Bands;
            var planes = (_planes is null ? tensor : _planes.Take(tensorLength).Span)[..length];
            var isWanted = batch.Work.Sink.IsWanted(inSection);
            if (isWanted)
            {
                _reader.Read(tile.ReadWindow, planes, validity);
            }

            if (!isWanted || !HasPixel(tile, validity))
            {
                batch.Work.Sink.LeaveOut(inSection);
                continue;
            }

            _filler.Fill(planes, tensor[..length]);
            if (plan.Network.Function is not null)
            {
                Spread(validity, tensor[length..]);
            }

            batch.Tiles.Add(tile);
        }

        if (plan.Network.FixedBatch is not null)
        {
            batch.FillUp();
        }
    }

    /// <summary>Gives the buffers back.</summary>
    public void Dispose()
    {
        _reader.Dispose();
        _planes?.Dispose();
    }

    /// <summary>The plane behind the bands, by which a function knows where there are pixels.</summary>
    private static void Spread(ReadOnlySpan<byte> validity, Span<float> plane)
    {
        for (var i = 0; i < plane.Length; i++)
        {
            plane[i] = validity[i];
        }
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
}
