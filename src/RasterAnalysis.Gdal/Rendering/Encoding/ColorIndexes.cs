using System.Buffers;
using System.Runtime.InteropServices;
using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// A picture of few colours, painted strip by strip: a byte for each pixel. One thread at a time.
internal sealed class ColorIndexes(RasterSize size) : IDisposable
{
    private const int Most = 256;
    private readonly byte[] _indexes = ArrayPool<byte>.Shared.Rent(checked((int)size.PixelCount));
    private readonly Dictionary<uint, byte> _places = [];
    private readonly uint[] _colors = new uint[Most];
    private (uint Color, byte Index) _last;

    // planes: red, green and blue with NaN where there is no pixel. False where there are more colours than a palette has.
    public bool TryPaint(PixelWindow window, double[][] planes)
    {
        var count = (int)window.PixelCount;
        var target = _indexes.AsSpan(checked((int)((long)window.RowOffset * size.Width)), count);
        var (reds, greens, blues) = planes.Length == 1 ? (planes[0], planes[0], planes[0]) : (planes[0], planes[1], planes[2]);
        for (var i = 0; i < count; i++)
        {
            var isNone = double.IsNaN(reds[i]) && double.IsNaN(greens[i]) && double.IsNaN(blues[i]);
            var color = isNone ? 0 : ((uint)Level(reds[i]) << 24) | ((uint)Level(greens[i]) << 16) | ((uint)Level(blues[i]) << 8) | byte.MaxValue;
            if ((color != _last.Color || _places.Count == 0) && !TryFind(color))
            {
                return false;
            }

            target[i] = _last.Index;
        }

        return true;
    }

    public RenderedImage Encode(bool isTransparent) => ClassPng.Encode(_indexes.AsSpan(0, checked((int)size.PixelCount)), size, _colors.AsSpan(0, _places.Count), isTransparent);

    public void Dispose() => ArrayPool<byte>.Shared.Return(_indexes);

    // 0 to 255; what is no number counts as nothing of it.
    internal static byte Level(double level) => double.IsNaN(level) ? (byte)0 : (byte)Math.Clamp(Math.Floor(level + 0.5), 0, 255);

    private bool TryFind(uint color)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, color, out var isKnown);
        if (!isKnown)
        {
            if (_places.Count > Most)
            {
                return false;
            }

            place = (byte)(_places.Count - 1);
            _colors[place] = color;
        }

        _last = (color, place);
        return true;
    }
}
