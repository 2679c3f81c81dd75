using System.Buffers;
using System.Buffers.Binary;
using System.IO.Compression;

namespace RasterAnalysis.Rasters.Rendering;

/// <summary>
/// A picture of at most 256 colours as PNG (ISO/IEC 15948) with a palette: 1, 2, 4 or 8 bits a pixel, as few as the palette allows. Rows are not predicted: that makes patches of classes
/// larger.
/// </summary>
/// <remarks>One thread at a time. Rows are written from the first to the last; only what they are compressed to is kept.</remarks>
public sealed class IndexedPng : IDisposable
{
    private const byte IndexedColor = 3;
    private const int MostEntries = 256;
    private static readonly ZLibCompressionOptions Compression = new() { CompressionLevel = 5 };
    private readonly RasterSize _size;
    private readonly int _depth;
    private readonly MemoryStream _file = new();
    private readonly MemoryStream _data = new();
    private readonly ZLibStream _zlib;
    private readonly byte[] _row;

    /// <summary>Begins a picture.</summary>
    /// <param name="size">Columns and rows.</param>
    /// <param name="palette">
    /// Red, green, blue and opacity (0 to 255, in the order of the bytes from the highest) of each index; those that are not opaque come first, so that the file says no more of the others.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">There is no colour, or there are more than 256.</exception>
    public IndexedPng(RasterSize size, ReadOnlySpan<uint> palette)
    {
        ArgumentOutOfRangeException.ThrowIfZero(palette.Length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(palette.Length, MostEntries);
        _size = size;
        _depth = palette.Length <= 2 ? 1 : palette.Length <= 4 ? 2 : palette.Length <= 16 ? 4 : 8;
        _row = ArrayPool<byte>.Shared.Rent(1 + (((size.Width * _depth) + 7) / 8));
        WriteHead(palette);
        _zlib = new ZLibStream(_data, Compression, leaveOpen: true);
    }

    /// <summary>Writes whole rows.</summary>
    /// <param name="indexes">One byte for each pixel, below the number of colours.</param>
    public void Write(ReadOnlySpan<byte> indexes)
    {
        var bytes = 1 + (((_size.Width * _depth) + 7) / 8);
        for (; indexes.Length >= _size.Width; indexes = indexes[_size.Width..])
        {
            // a row is its filter, none, and its indexes, the first in the highest bits
            _row[0] = 0;
            Pack(indexes[.._size.Width], _row.AsSpan(1, bytes - 1));
            _zlib.Write(_row, 0, bytes);
        }
    }

    /// <summary>Ends the picture, after its last row.</summary>
    /// <returns>The file.</returns>
    public RenderedImage Complete()
    {
        _zlib.Dispose();
        PngChunks.Write(_file, "IDAT"u8, _data.GetBuffer().AsSpan(0, checked((int)_data.Length)));
        PngChunks.Write(_file, "IEND"u8, []);
        return new RenderedImage(_file.ToArray(), "image/png");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _zlib.Dispose();
        _data.Dispose();
        _file.Dispose();
        ArrayPool<byte>.Shared.Return(_row);
    }

    private void Pack(ReadOnlySpan<byte> indexes, Span<byte> row)
    {
        switch (_depth)
        {
            case 8:
                indexes.CopyTo(row);
                return;
            case 4:
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = (byte)((indexes[2 * i] << 4) | ((2 * i) + 1 < indexes.Length ? indexes[(2 * i) + 1] : 0));
                }

                return;
            default:
                row.Clear();
                var perByte = 8 / _depth;
                for (var i = 0; i < indexes.Length; i++)
                {
                    row[i / perByte] |= (byte)(indexes[i] << (8 - (_depth * (1 + (i % perByte)))));
                }

                return;
        }
    }

    private static byte ByteOf(uint color, int shift) => (byte)((color >> shift) & byte.MaxValue);

    private void WriteHead(ReadOnlySpan<uint> palette)
    {
        PngChunks.Begin(_file);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, _size.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], _size.Height);
        (header[8], header[9]) = ((byte)_depth, IndexedColor);
        PngChunks.Write(_file, "IHDR"u8, header);
        Span<byte> colors = stackalloc byte[3 * palette.Length];
        Span<byte> opacities = stackalloc byte[palette.Length];
        var transparent = 0;
        for (var i = 0; i < palette.Length; i++)
        {
            (colors[3 * i], colors[(3 * i) + 1], colors[(3 * i) + 2], opacities[i]) = (ByteOf(palette[i], 24), ByteOf(palette[i], 16), ByteOf(palette[i], 8), ByteOf(palette[i], 0));
            transparent = opacities[i] < byte.MaxValue ? i + 1 : transparent;
        }

        PngChunks.Write(_file, "PLTE"u8, colors);
        if (transparent > 0)
        {
            PngChunks.Write(_file, "tRNS"u8, opacities[..transparent]);
        }
    }
}
