using RasterAnalysis.Models;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Inference;

/// <summary>
/// How the elements of one tile's output lie, whatever axes the network writes around them: with a batch or without, with axes of length 1 in between, with the pixels along one axis.
/// </summary>
/// <param name="Layout">Whether channels or pixels come first.</param>
/// <param name="Channels">Channels; 1 for an output without an axis for them.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
internal readonly record struct OutputAxes(TensorLayout Layout, int Channels, int Height, int Width)
{
    /// <summary>Elements of one tile's output.</summary>
    public long Count => (long)Channels * Height * Width;

    /// <summary>Reads the axes that a run gave.</summary>
    /// <param name="dimensions">The output's real shape.</param>
    /// <param name="tile">What it was run on.</param>
    /// <param name="definition">Its classes decide where the axes may be read in two ways.</param>
    /// <returns>Null for what is no image.</returns>
    public static OutputAxes? Of(IReadOnlyList<int> dimensions, TrialShape tile, ModelDefinition definition)
    {
        int[]? own = dimensions switch
        {
            [var first, ..] when first == tile.Batch => [.. dimensions.Skip(1)],
            [var first, ..] when tile.Batch > 1 && first % tile.Batch == 0 => [first / tile.Batch, .. dimensions.Skip(1)],
            _ when tile.Batch == 1 => [.. dimensions],
            _ => null,
        };
        int[] lengths = [.. (own ?? []).Where(length => length != 1)];
        var pixels = (long)tile.Height * tile.Width;
        return lengths switch
        {
            [var all] when all == pixels => new OutputAxes(TensorLayout.Nchw, 1, tile.Height, tile.Width),
            [var all, var channels] when all == pixels => new OutputAxes(TensorLayout.Nhwc, channels, tile.Height, tile.Width),
            [var channels, var all] when all == pixels => new OutputAxes(TensorLayout.Nchw, channels, tile.Height, tile.Width),
            _ when own is [var c, var h, var w] => Image(c, h, w, tile, definition),
            [var c, var h, var w] => Image(c, h, w, tile, definition),
            [var rows, var columns] when rows <= tile.Height && columns <= tile.Width => new OutputAxes(TensorLayout.Nchw, 1, rows, columns),
            _ => null,
        };
    }

    private static OutputAxes Image(int first, int second, int third, TrialShape tile, ModelDefinition definition) =>
        IsChannelsLast(first, second, third, tile, definition)
            ? new OutputAxes(TensorLayout.Nhwc, third, first, second) : new OutputAxes(TensorLayout.Nchw, first, second, third);

    private static bool IsChannelsLast(int first, int second, int third, TrialShape tile, ModelDefinition definition)
    {
        var (fillsFirst, fillsLast) = (second == tile.Height && third == tile.Width, first == tile.Height && second == tile.Width);
        if (fillsFirst != fillsLast)
        {
            return fillsLast;
        }

        var asFirst = second <= tile.Height && third <= tile.Width && second * 2L > first;
        var asLast = first <= tile.Height && second <= tile.Width;
        return !fillsFirst && asLast && (!asFirst || (FitsClasses(third, definition) && !FitsClasses(first, definition)));
    }

    private static bool FitsClasses(int channels, ModelDefinition definition) =>
        channels == definition.Classes.Count || channels == definition.Classes.Count + 1;
}
