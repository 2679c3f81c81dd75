using RasterAnalysis.Inference;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Pipeline;

/// <summary>What the network gave for one tile. Valid during the call that hands it over.</summary>
/// <param name="tile">The tile.</param>
/// <param name="section">The section that it is of, in pixels of the processing grid.</param>
/// <param name="scores">Scores in the network's output layout, <paramref name="rows"/> × <paramref name="columns"/> for each channel; probabilities where tiles are augmented.</param>
/// <param name="rows">Rows of the output tile.</param>
/// <param name="columns">Columns of the output tile.</param>
/// <param name="validity">1 for each pixel of the tile's read window, row by row, where the input has one.</param>
internal readonly ref struct TileScores(Tile tile, PixelWindow section, ReadOnlySpan<float> scores, int rows, int columns, ReadOnlySpan<byte> validity)
{
    /// <summary>The tile.</summary>
    public Tile Tile { get; } = tile;

    /// <summary>The section that it is of, in pixels of the processing grid.</summary>
    public PixelWindow Section { get; } = section;

    /// <summary>All that the network gave for the tile's batch, where outputs are handed over as they are; empty where scores are.</summary>
    public IReadOnlyList<NetworkOutput> Outputs { get; init; } = [];

    /// <summary>Place of the tile in its batch.</summary>
    public int Place { get; init; }

    /// <summary>Scores in the network's output layout.</summary>
    public ReadOnlySpan<float> Scores { get; } = scores;

    /// <summary>Rows of the output tile.</summary>
    public int Rows { get; } = rows;

    /// <summary>Columns of the output tile.</summary>
    public int Columns { get; } = columns;

    /// <summary>1 for each pixel of the tile's read window, row by row, where the input has one.</summary>
    public ReadOnlySpan<byte> Validity { get; } = validity;
}
