using RasterAnalysis.Rasters;

namespace RasterAnalysis.Core.Tests.Fakes;

/// <summary>A raster that is a formula. Invalid pixels read 0, as readers promise.</summary>
internal sealed class ArrayRaster(int width, int height, int bands, Func<int, int, int, float> value, Func<int, int, bool>? isValid = null) : IRasterReader
{
    public RasterGrid Grid { get; } = new(new RasterSize(width, height), GeoTransform.Identity, null);

    public int BandCount => bands;

    public bool IsValid(int row, int column) => isValid?.Invoke(row, column) ?? true;

    public float Value(int band, int row, int column) => IsValid(row, column) ? value(band, row, column) : 0;

    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        Assert.True(PixelWindow.Whole(Grid.Size).Contains(window), $"{window} is not inside {Grid.Size}");
        for (var row = 0; row < window.Height; row++)
        {
            for (var column = 0; column < window.Width; column++)
            {
                var (r, c, at) = (window.RowOffset + row, window.ColumnOffset + column, (row * window.Width) + column);
                validity[at] = IsValid(r, c) ? (byte)1 : (byte)0;
                for (var band = 0; band < bands; band++)
                {
                    pixels[(band * window.Width * window.Height) + at] = Value(band, r, c);
                }
            }
        }
    }

    public void Dispose()
    {
    }
}
