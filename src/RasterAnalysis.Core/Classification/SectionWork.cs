using RasterAnalysis.Rasters;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Classification;

/// <summary>A section while it is worked on: its tiles and how many of them have been read.</summary>
/// <param name="section">Window in output pixels.</param>
/// <param name="window">The same in pixels of the processing grid.</param>
/// <param name="canvas">Where its pixels go.</param>
/// <param name="tiles">Its tiles.</param>
internal sealed class SectionWork(PixelWindow section, PixelWindow window, SectionCanvas canvas, Tile[] tiles)
{
    private int _taken;

    /// <summary>Window in output pixels.</summary>
    public PixelWindow Section => section;

    /// <summary>Window in pixels of the processing grid.</summary>
    public PixelWindow Window => window;

    /// <summary>Where its pixels go.</summary>
    public SectionCanvas Canvas => canvas;

    /// <summary>Whether every tile has been taken.</summary>
    public bool IsExhausted => _taken == tiles.Length;

    /// <summary>Share of the tiles that have been taken, 0 to 1.</summary>
    public double Share => _taken / (double)tiles.Length;

    /// <summary>The next tile.</summary>
    public Tile Take() => tiles[_taken++];

    /// <summary>A tile's core in pixels of the section.</summary>
    public PixelWindow InSection(Tile tile) => tile.CoreWindow with
    {
        ColumnOffset = tile.CoreWindow.ColumnOffset - window.ColumnOffset, RowOffset = tile.CoreWindow.RowOffset - window.RowOffset,
    };
}
