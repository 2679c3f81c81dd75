using System.Buffers.Binary;
using System.IO.Compression;

namespace RasterAnalysis.Testing;

/// <summary>Decodes PNG pictures without any library, 8-bit RGB and RGBA ones and those with a palette, so that a test looks at what a browser would show.</summary>
public sealed class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
    private readonly byte[] _pixels;
    private readonly int _channels;

    private PngFile(int width, int height, int channels, byte[] pixels) => (Width, Height, _channels, _pixels) = (width, height, channels, pixels);

    /// <summary>Bits of an index into the palette; null for pictures that have none.</summary>
    public int? IndexBits { get; private init; }

    /// <summary>Number of colours in the palette; 0 for pictures that have none.</summary>
    public int PaletteSize { get; private init; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Decodes a picture.</summary>
    public static PngFile Read(byte[] file)
    {
        if (!file.AsSpan().StartsWith(Signature))
        {
            throw new InvalidDataException("This is no PNG.");
        }

        var (width, height, depth, type) = (0, 0, 0, 0);
        byte[] colors = [], opacities = [];
        using var data = new MemoryStream();
        for (var at = Signature.Length; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var content = file.AsSpan(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(file, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                    (depth, type) = content[12] == 0 ? (content[8], content[9]) : throw new InvalidDataException("Interlaced pictures are not read.");
                    break;
                case "PLTE":
                    colors = content.ToArray();
                    break;
                case "tRNS":
                    opacities = content.ToArray();
                    break;
                case "IDAT":
                    data.Write(content);
                    break;
                default:
                    break;
            }

            at += length + 12;
        }

        data.Position = 0;
        switch (depth, type)
        {
            case (8, 2) or (8, 6):
                var channels = type == 2 ? 3 : 4;
                return new PngFile(width, height, channels, Unfilter(data, width * channels, height, channels));
            case (1 or 2 or 4 or 8, 3):
                var rows = Unfilter(data, ((width * depth) + 7) / 8, height, 1);
                return new PngFile(width, height, 4, Expand(rows, width, height, depth, colors, opacities)) { IndexBits = depth, PaletteSize = colors.Length / 3 };
            default:
                throw new InvalidDataException($"Depth {depth}, colour type {type} is not read.");
        }
    }

    /// <summary>Colour and opacity at a place; pictures without opacity are opaque.</summary>
    public (int Red, int Green, int Blue, int Alpha) At(int row, int column)
    {
        var at = ((row * Width) + column) * _channels;
        return (_pixels[at], _pixels[at + 1], _pixels[at + 2], _channels == 4 ? _pixels[at + 3] : 255);
    }

    private static byte[] Expand(byte[] rows, int width, int height, int depth, byte[] colors, byte[] opacities)
    {
        var pixels = new byte[4 * width * height];
        var stride = rows.Length / height;
        for (var i = 0; i < width * height; i++)
        {
            var bit = i % width * depth;
            var index = (rows[(i / width * stride) + (bit / 8)] >> (8 - depth - (bit % 8))) & ((1 << depth) - 1);
            colors.AsSpan(3 * index, 3).CopyTo(pixels.AsSpan(4 * i));
            pixels[(4 * i) + 3] = index < opacities.Length ? opacities[index] : (byte)255;
        }

        return pixels;
    }

    private static byte[] Unfilter(Stream data, int stride, int height, int channels)
    {
        using var stream = new ZLibStream(data, CompressionMode.Decompress);
        var pixels = new byte[stride * height];
        for (var row = 0; row < height; row++)
        {
            var filter = stream.ReadByte();
            var line = pixels.AsSpan(row * stride, stride);
            stream.ReadExactly(line);
            for (var i = 0; i < stride; i++)
            {
                var left = i < channels ? 0 : line[i - channels];
                var up = row == 0 ? 0 : pixels[((row - 1) * stride) + i];
                var corner = row == 0 || i < channels ? 0 : pixels[((row - 1) * stride) + i - channels];
                line[i] += (byte)(filter switch
                {
                    1 => left,
                    2 => up,
                    3 => (left + up) / 2,
                    4 => Paeth(left, up, corner),
                    _ => 0,
                });
            }
        }

        return pixels;
    }

    private static int Paeth(int left, int up, int corner)
    {
        var guess = left + up - corner;
        var (a, b, c) = (Math.Abs(guess - left), Math.Abs(guess - up), Math.Abs(guess - corner));
        return a <= b && a <= c ? left : b <= c ? up : corner;
    }
}
