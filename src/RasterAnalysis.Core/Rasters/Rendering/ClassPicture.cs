using System.Buffers.Binary;
using System.IO.Compression;
using RasterAnalysis.Models;

namespace RasterAnalysis.Rasters.Rendering;

/// <summary>A picture of classes in their colours, as PNG (ISO/IEC 15948) with 8 bits of red, green, blue and alpha; a pixel of no class is transparent.</summary>
public static class ClassPicture
{
    private const int Channels = 4;
    private const byte TruecolorWithAlpha = 6;

    /// <summary>Encodes it.</summary>
    /// <param name="pixels">Rows × columns samples, little-endian, as a section has them.</param>
    /// <param name="type">Integer type of the samples.</param>
    /// <param name="size">Columns and rows.</param>
    /// <param name="classes">The classes.</param>
    public static RenderedImage Encode(ReadOnlySpan<byte> pixels, PixelType type, RasterSize size, IReadOnlyList<ClassDefinition> classes)
    {
        var colors = classes.ToDictionary(found => found.Value, found => found.Color);
        var (sample, row) = (type.ByteSize(), 1 + (Channels * size.Width));

        // a row is its filter, none, and the samples of its pixels
        var rows = new byte[checked(row * size.Height)];
        for (var y = 0; y < size.Height; y++)
        {
            for (var x = 0; x < size.Width; x++)
            {
                var value = Value(pixels.Slice(((y * size.Width) + x) * sample, sample), type);
                if (colors.TryGetValue(value, out var color))
                {
                    ReadOnlySpan<byte> pixel = [color.Red, color.Green, color.Blue, 255];
                    pixel.CopyTo(rows.AsSpan((y * row) + 1 + (x * Channels)));
                }
            }
        }

        using var data = new MemoryStream();
        using (var zlib = new ZLibStream(data, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(rows);
        }

        using var file = new MemoryStream();
        PngChunks.Begin(file);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), size.Height);
        (header[8], header[9]) = (8, TruecolorWithAlpha);
        PngChunks.Write(file, "IHDR"u8, header);
        PngChunks.Write(file, "IDAT"u8, data.ToArray());
        PngChunks.Write(file, "IEND"u8, []);
        return new RenderedImage(file.ToArray(), "image/png");
    }

    private static long Value(ReadOnlySpan<byte> sample, PixelType type) => type switch
    {
        PixelType.U8 => sample[0],
        PixelType.U16 => BinaryPrimitives.ReadUInt16LittleEndian(sample),
        PixelType.U32 => BinaryPrimitives.ReadUInt32LittleEndian(sample),
        PixelType.S16 => BinaryPrimitives.ReadInt16LittleEndian(sample),
        PixelType.S32 => BinaryPrimitives.ReadInt32LittleEndian(sample),
        _ => throw new ArgumentException($"Classes are not of type {type}.", nameof(type)),
    };
}
