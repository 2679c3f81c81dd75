using System.Buffers.Binary;
using System.Text;

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
        const int header = 8;
        var tags = new SortedDictionary<int, (int Type, byte[] Value)>
        {
            [256] = Longs(width),
            [257] = Longs(height),
            [258] = Shorts([.. Enumerable.Repeat(bits, bands)]),
            [259] = Shorts(1),
            [262] = Shorts(1),
            [273] = Longs(header),
            [277] = Shorts(bands),
            [278] = Longs(height),
            [279] = Longs(pixels.Length),
            [284] = Shorts(1),
            [339] = Shorts([.. Enumerable.Repeat(1, bands)]),
            [33550] = Doubles(cell, cell, 0),
            [33922] = Doubles(0, 0, 0, left, top, 0),

            // projected, pixel is area, EPSG:32633
            [34735] = Shorts(1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32633),
        };
        if (bands > 1)
        {
            // the other bands are unspecified, not alpha
            tags[338] = Shorts([.. Enumerable.Repeat(0, bands - 1)]);
        }

        if (noData is not null)
        {
            tags[42113] = (2, Encoding.ASCII.GetBytes(noData + "\0"));
        }

        return Layout(header, pixels, tags);
    }

    private static byte[] Layout(int header, byte[] pixels, SortedDictionary<int, (int Type, byte[] Value)> tags)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var directory = header + pixels.Length + (pixels.Length % 2);
        var extra = directory + 2 + (tags.Count * 12) + 4;
        writer.Write("II*\0"u8);
        writer.Write(directory);
        writer.Write(pixels);
        writer.Write(new byte[pixels.Length % 2]);
        writer.Write((ushort)tags.Count);
        using var values = new MemoryStream();
        foreach (var (tag, (type, value)) in tags)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)type);
            writer.Write(value.Length / type switch { 2 => 1, 3 => 2, 4 => 4, _ => 8 });
            if (value.Length <= 4)
            {
                writer.Write(value);
                writer.Write(new byte[4 - value.Length]);
            }
            else
            {
                writer.Write(extra + (int)values.Length);
                values.Write(value);
                values.Write(new byte[value.Length % 2]);
            }
        }

        writer.Write(0);
        writer.Write(values.ToArray());
        writer.Flush();
        return file.ToArray();
    }

    private static (int Type, byte[] Value) Shorts(params int[] values) =>
        (3, [.. values.SelectMany(value => BitConverter.GetBytes((ushort)value))]);

    private static (int Type, byte[] Value) Longs(params int[] values) => (4, [.. values.SelectMany(BitConverter.GetBytes)]);

    private static (int Type, byte[] Value) Doubles(params double[] values) => (12, [.. values.SelectMany(BitConverter.GetBytes)]);
}
