using System.Buffers;
using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Pipeline;

/// <summary>Tiles of one run: their tensor, which of their pixels are some, and the scores they get. Used again and again.</summary>
/// <param name="network">Lends the tensor's memory, when it is first needed.</param>
/// <param name="tensorLength">Elements of one tile's tensor.</param>
/// <param name="tilePixels">Pixels of one tile.</param>
/// <param name="capacity">Tiles of a run.</param>
internal sealed class TileBatch(INetworkSession network, int tensorLength, int tilePixels, int capacity) : IDisposable
{
    private readonly PooledBuffer<byte> _validity = new();
    private IMemoryOwner<float>? _tensor;
    private SectionWork? _work;

    /// <summary>The section that the tiles are of.</summary>
    public SectionWork Work => _work!;

    /// <summary>The tiles, in the order in which they lie in the tensor.</summary>
    public List<Tile> Tiles { get; } = new(capacity);

    /// <summary>Tiles that were looked at for it, also those that were left out.</summary>
    public int Looked { get; set; }

    /// <summary>Who ran it; null while nobody has.</summary>
    public NetworkLane? Lane { get; set; }

    /// <summary>Scores of the tiles, one behind the other.</summary>
    public ReadOnlyMemory<float> Scores { get; set; }

    /// <summary>What the run gave where outputs are handed over as they are, by the names of the plan; empty where scores are.</summary>
    public IReadOnlyList<NetworkOutput> Outputs { get; set; } = [];

    /// <summary>Where the network's watched nodes made no finite number, as <see cref="NetworkOutput.NonFinite"/>; null where none is looked at.</summary>
    public IReadOnlyList<ReadOnlyMemory<bool>>? NonFinite { get; set; }

    /// <summary>Whether there is room for another tile.</summary>
    public bool IsFull => Tiles.Count == capacity;

    /// <summary>The whole tensor; what lies behind the last tile is left over from earlier runs, unless it was filled up.</summary>
    public Memory<float> Tensor
    {
        get
        {
            var length = checked(tensorLength * capacity);
            _tensor ??= network.Rent(length);
            return _tensor.Memory[..length];
        }
    }

    /// <summary>Empties it for tiles of a section, which it holds open.</summary>
    public void Begin(SectionWork work)
    {
        work.Open();
        (_work, Looked, Lane, Scores, Outputs, NonFinite) = (work, 0, null, default, [], null);
        Tiles.Clear();
    }

    /// <summary>The part of the tensor of one tile.</summary>
    public Span<float> TensorOf(int place) => Tensor.Span.Slice(place * tensorLength, tensorLength);

    /// <summary>Lays the last tile in the places that are left: a network that always takes so many may look at all of them for each.</summary>
    public void FillUp()
    {
        for (var place = Tiles.Count; Tiles.Count > 0 && place < capacity; place++)
        {
            TensorOf(Tiles.Count - 1).CopyTo(TensorOf(place));
        }
    }

    /// <summary>1 where the tile of a place has a pixel.</summary>
    public Span<byte> ValidityOf(int place) => _validity.Take(checked(tilePixels * capacity)).Span.Slice(place * tilePixels, tilePixels);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        _tensor?.Dispose();
        _validity.Dispose();
    }
}
