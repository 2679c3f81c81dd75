using RasterAnalysis.Rasters;

namespace RasterAnalysis.Worker.Processing;

/// <summary>An image of noise that is the same every time: values from 0 to 255, smooth over a few pixels as photographs are.</summary>
internal sealed class NoiseRaster(int bands, RasterSize size) : IRasterReader
{
    private const int Grain = 8;

    public RasterGrid Grid { get; } = new(size, GeoTransform.Identity, null);

    public int BandCount => bands;

    public void Read(PixelWindow window, Span<float> pixels, Span<byte> validity)
    {
        validity.Fill(1);
        var plane = window.Width * window.Height;
        for (var i = 0; i < pixels.Length; i++)
        {
            var (row, column) = (window.RowOffset + (i % plane / window.Width), window.ColumnOffset + (i % window.Width));
            pixels[i] = (0.7f * Hash(i / plane, row / Grain, column / Grain)) + (0.3f * Hash(i / plane + 97, row, column));
        }
    }

    public void Dispose()
    {
    }

    private static float Hash(int band, int row, int column)
    {
        unchecked
        {
            var hash = ((uint)band * 2654435761u) ^ ((uint)row * 2246822519u) ^ ((uint)column * 3266489917u);
            hash = (hash ^ (hash >> 15)) * 2246822519u;
            return (hash ^ (hash >> 13)) % 256;
        }
    }
}
