namespace RasterAnalysis.Benchmarks;

/// <summary>A class raster as networks make them: fields with ragged edges, and specks of other classes.</summary>
internal static class ClassPatches
{
    private const int Classes = 6;

    /// <summary>The class of a pixel.</summary>
    public static byte Sample(int band, int row, int column)
    {
        var noise = (uint)((row * 7919) ^ (column * 104729)) * 2654435761u;
        if (noise >> 26 == 0)
        {
            return (byte)(noise % Classes);
        }

        // edges wind, and are uncertain by a pixel or two
        var y = row + (int)(9 * Math.Sin(column / 17.0)) + (int)(noise >> 30);
        var x = column + (int)(9 * Math.Sin(row / 23.0)) + (int)(noise >> 28 & 3);
        var field = (uint)((y / 60 * 40503) ^ (x / 80 * 65599)) * 2654435761u;
        return (byte)((field >> 16) % Classes);
    }
}
