using RasterAnalysis.Tensors;

namespace RasterAnalysis.Pipeline;

/// <summary>One of the eight flips and turns of a tile, for test-time augmentation (<c>docs/reference/dlpk-and-emd.md#test-time-augmentation</c>).</summary>
/// <param name="Variant">0 to 7: bit 2 transposes, then bit 0 flips the rows and bit 1 the columns. 0 leaves the tile as it is.</param>
internal readonly record struct TileTurn(int Variant)
{
    private bool FlipsRows => (Variant & 1) != 0;

    private bool FlipsColumns => (Variant & 2) != 0;

    /// <summary>Whether rows become columns.</summary>
    public bool Transposes => (Variant & 4) != 0;

    /// <summary>All eight for square tiles, the four without transposition for others.</summary>
    public static IEnumerable<TileTurn> All(bool isSquare) => Enumerable.Range(0, isSquare ? 8 : 4).Select(variant => new TileTurn(variant));

    /// <summary>As it is and left-right: what images keep that were not taken from above (<c>ImageSpaceUsed</c> <c>PIXEL_SPACE</c>).</summary>
    public static IEnumerable<TileTurn> LeftRight => [new TileTurn(0), new TileTurn(2)];

    /// <summary>Turns a tile.</summary>
    /// <param name="source">Values in the given layout.</param>
    /// <param name="target">Receives as many.</param>
    /// <param name="rows">Rows of the tile as it is.</param>
    /// <param name="columns">Columns of the tile as it is.</param>
    /// <param name="channels">Bands or channels.</param>
    /// <param name="layout">Axis order of both.</param>
    public void Apply(ReadOnlySpan<float> source, Span<float> target, int rows, int columns, int channels, TensorLayout layout) =>
        Copy(source, target, rows, columns, channels, layout, isBack: false);

    /// <summary>Turns a tile back; <paramref name="rows"/> and <paramref name="columns"/> are those of the tile as it was.</summary>
    public void Undo(ReadOnlySpan<float> source, Span<float> target, int rows, int columns, int channels, TensorLayout layout) =>
        Copy(source, target, rows, columns, channels, layout, isBack: true);

    private void Copy(ReadOnlySpan<float> source, Span<float> target, int rows, int columns, int channels, TensorLayout layout, bool isBack)
    {
        var (turnedRows, turnedColumns) = Transposes ? (columns, rows) : (rows, columns);
        var plane = rows * columns;
        unchecked
        {
            for (var row = 0; row < rows; row++)
            {
                for (var column = 0; column < columns; column++)
                {
                    var (r, c) = Transposes ? (column, row) : (row, column);
                    var turned = ((FlipsRows ? turnedRows - 1 - r : r) * turnedColumns) + (FlipsColumns ? turnedColumns - 1 - c : c);
                    var own = (row * columns) + column;
                    var (from, to) = isBack ? (turned, own) : (own, turned);
                    for (var channel = 0; channel < channels; channel++)
                    {
                        if (layout == TensorLayout.Nchw)
                        {
                            target[(channel * plane) + to] = source[(channel * plane) + from];
                        }
                        else
                        {
                            target[(to * channels) + channel] = source[(from * channels) + channel];
                        }
                    }
                }
            }
        }
    }
}
