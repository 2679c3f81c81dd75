using System.Buffers.Binary;
using System.IO.Compression;

namespace RasterAnalysis.Testing;

/// <summary>Decodes 8-bit RGB and RGBA PNG pictures without any library, so that a test looks at what a browser would show.</summary>
public sealed class PngFile
{
    private static readonly byte[] Signature = [0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10];
    private readonly byte[] _pixels;
    private readonly int _channels;

    private PngFile(int width, int height, int channels, byte[] pixels) => (Width, Height, _channels, _pixels) = (width, height, channels, pixels);

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

        var (width, height, channels) = (0, 0, 0);
        using var data = new MemoryStream();
        for (var at = Signature.Length; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            var content = file.AsSpan(at + 8, length);
            switch (System.Text.Encoding.ASCII.GetString(file, at + 4, 4))
            {
                case "IHDR":
                    (width, height) = (BinaryPrimitives.ReadInt32BigEndian(content), BinaryPrimitives.ReadInt32BigEndian(content[4..]));
                    channels = (content[8], content[9], content[12]) switch
                    {
                        (8, 2, 0) => 3,
                        (8, 6, 0) => 4,
                        _ => throw new InvalidDataException($"Depth {content[8]}, colour type {content[9]} is not read."),
                    };
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
        return new PngFile(width, height, channels, Unfilter(data, width * channels, height, channels));
    }

    /// <summary>Colour and opacity at a place; pictures without opacity are opaque.</summary>
    public (int Red, int Green, int Blue, int Alpha) At(int row, int column)
    {
        var at = ((row * Width) + column) * _channels;
        return (_pixels[at], _pixels[at + 1], _pixels[at + 2], _channels == 4 ? _pixels[at + 3] : 255);
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
