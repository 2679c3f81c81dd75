using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.Gdal.Rendering.Encoding;

// Pictures of classes as PNG with a palette of the colours that are in them.
internal static class ClassPng
{
    private const uint White = 0xFFFFFFFF;
    private const uint TransparentWhite = 0xFFFFFF00;

    // values: one for each pixel; they are written over. colors: red, green, blue and opacity by value, of at most 256, 0 for no pixel.
    public static RenderedImage Encode(Span<byte> values, RasterSize size, ReadOnlySpan<uint> colors, bool isTransparent)
    {
        Span<bool> isUsed = stackalloc bool[256];
        isUsed.Clear();
        foreach (var value in values)
        {
            isUsed[value] = true;
        }

        // what is no pixel comes first
        Span<uint> palette = stackalloc uint[256];
        Span<byte> places = stackalloc byte[256];
        places.Clear();
        var count = 0;
        for (var value = 0; value < colors.Length; value++)
        {
            if (isUsed[value] && colors[value] == 0)
            {
                (palette[0], count) = (isTransparent ? TransparentWhite : White, 1);
                break;
            }
        }

        for (var value = 0; value < colors.Length; value++)
        {
            if (isUsed[value] && colors[value] != 0)
            {
                (places[value], palette[count]) = ((byte)count, colors[value]);
                count++;
            }
        }

        foreach (ref var value in values)
        {
            value = places[value];
        }

        using var file = new IndexedPng(size, palette[..count]);
        file.Write(values);
        return file.Complete();
    }
}
