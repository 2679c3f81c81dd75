using System.Buffers.Binary;
using static RasterAnalysis.Testing.Tiff.ClassicTiff;

namespace RasterAnalysis.Testing.Tiff;

/// <summary>
/// Writes uncompressed GeoTIFFs byte by byte, so that what the tests put in does not go through the library under test. Samples are
/// unsigned 8- or 16-bit, bands interleaved by pixel.
/// </summary>
public static class TiffFile
{
    /// <summary>Makes a file of 8-bit samples.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="bands">Bands.</param>
    /// <param name="sample">Value by band, row and column, each from 0.</param>
    /// <param name="noData">NoData value; null for none.</param>
    /// <param name="cell">Cell size in metres.</param>
    /// <param name="noDataText">NoData value as text, for one that is no byte.</param>
    /// <param name="left">x of the upper left corner, in metres.</param>
    /// <param name="top">y of the upper left corner, in metres.</param>
    public static byte[] Byte(
        int width, int height, int bands, Func<int, int, int, byte> sample, byte? noData = null, double cell = 10, string? noDataText = null,
        double left = 500000, double top = 5000000)
    {
        var pixels = new byte[width * height * bands];
        Fill(width, height, bands, (band, row, column, at) => pixels[at] = sample(band, row, column));
        return Assemble(width, height, bands, 8, pixels, noDataText ?? noData?.ToString(System.Globalization.CultureInfo.InvariantCulture), cell, left, top);
    }

    /// <summary>Makes a file of 16-bit samples.</summary>
    public static byte[] UInt16(
        int width, int height, int bands, Func<int, int, int, ushort> sample, ushort? noData = null, double cell = 10, double left = 500000, double top = 5000000)
    {
        var pixels = new byte[width * height * bands * 2];
        Fill(width, height, bands, (band, row, column, at) => BinaryPrimitives.WriteUInt16LittleEndian(pixels.AsSpan(at * 2), sample(band, row, column)));
        return Assemble(width, height, bands, 16, pixels, noData?.ToString(System.Globalization.CultureInfo.InvariantCulture), cell, left, top);
    }

    private static void Fill(int width, int height, int bands, Action<int, int, int, int> set)
    {
        for (var row = 0; row < height; row++)
        {
            for (var column = 0; column < width; column++)
            {
                for (var band = 0; band < bands; band++)
                {
                    set(band, row, column, (((row * width) + column) * bands) + band);
                }
            }
        }
    }

    private static byte[] Assemble(int width, int height, int bands, int bits, byte[] pixels, string? noData, double cell, double left = 500000, double top = 5000000)
    {
        var tags = new SortedDictionary<int, Tag>
        {
            [256] = Tag.Longs((uint)width),
            [257] = Tag.Longs((uint)height),
            [258] = Tag.Shorts([.. Enumerable.Repeat(bits, bands)]),
            [259] = Tag.Shorts(1),
            [262] = Tag.Shorts(1),
            [273] = Tag.Longs(DataOffset),
            [277] = Tag.Shorts(bands),
            [278] = Tag.Longs((uint)height),
            [279] = Tag.Longs((uint)pixels.Length),
            [284] = Tag.Shorts(1),
            [339] = Tag.Shorts([.. Enumerable.Repeat(1, bands)]),
            [33550] = Tag.Doubles(cell, cell, 0),
            [33922] = Tag.Doubles(0, 0, 0, left, top, 0),

            // projected, pixel is area, EPSG:32633
            [34735] = Tag.Shorts(1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32633),
        };
        if (bands > 1)
        {
            // the other bands are unspecified, not alpha
            tags[338] = Tag.Shorts([.. Enumerable.Repeat(0, bands - 1)]);
        }

        if (noData is not null)
        {
            tags[42113] = Tag.Text(noData);
        }

        return Write(pixels, tags);
    }
}
