using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>Tiles of one run: their tensor, which of their pixels are some, and the scores they get. Used again and again.</summary>
/// <param name="tensorLength">Elements of one tile's tensor.</param>
/// <param name="tilePixels">Pixels of one tile.</param>
/// <param name="capacity">Tiles of a run.</param>
internal sealed class TileBatch(int tensorLength, int tilePixels, int capacity) : IDisposable
{
    private readonly PooledBuffer<float> _tensor = new();
    private readonly PooledBuffer<byte> _validity = new();
    private SectionWork? _work;

    /// <summary>The section that the tiles are of.</summary>
    public SectionWork Work => _work!;

    /// <summary>The tiles, in the order in which they lie in the tensor.</summary>
    public List<Tile> Tiles { get; } = new(capacity);

    /// <summary>Share of the section's tiles that are looked at when this batch is done, 0 to 1.</summary>
    public double Share { get; set; }

    /// <summary>Whether no more batches of the section follow.</summary>
    public bool IsLast { get; set; }

    /// <summary>Whether the network was asked to run it.</summary>
    public bool HasRun { get; set; }

    /// <summary>Scores of the tiles, one behind the other.</summary>
    public ReadOnlyMemory<float> Scores { get; set; }

    /// <summary>Whether there is room for another tile.</summary>
    public bool IsFull => Tiles.Count == capacity;

    /// <summary>The whole tensor; what lies behind the last tile is left over from earlier runs.</summary>
    public ReadOnlyMemory<float> Tensor => _tensor.Take(checked(tensorLength * capacity));

    /// <summary>Empties it for tiles of a section.</summary>
    public void Begin(SectionWork work)
    {
        (_work, Share, IsLast, HasRun, Scores) = (work, 0, false, false, default);
        Tiles.Clear();
    }

    /// <summary>The part of the tensor of one tile.</summary>
    public Span<float> TensorOf(int place) => _tensor.Take(checked(tensorLength * capacity)).Span.Slice(place * tensorLength, tensorLength);

    /// <summary>1 where the tile of a place has a pixel.</summary>
    public Span<byte> ValidityOf(int place) => _validity.Take(checked(tilePixels * capacity)).Span.Slice(place * tilePixels, tilePixels);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _tensor.Dispose();
        _validity.Dispose();
    }
}
