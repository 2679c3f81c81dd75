namespace RasterAnalysis.Testing.Tiff;

/// <summary>One image of a TIFF: the raster itself or an overview.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
/// <param name="BlockWidth">Columns of a tile.</param>
/// <param name="BlockHeight">Rows of a tile.</param>
/// <param name="IsOverview">Whether it is marked as a reduced image.</param>
/// <param name="DirectoryOffset">Where its directory lies in the file.</param>
/// <param name="DataOffset">Where its first tile lies; <see cref="long.MaxValue"/> when it has none.</param>
/// <param name="Pixels">Values in row, column order.</param>
public sealed record CogLevel(
    int Width, int Height, int BlockWidth, int BlockHeight, bool IsOverview, long DirectoryOffset, long DataOffset, uint[] Pixels);
