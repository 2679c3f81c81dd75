using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using RasterAnalysis.ArcGis.ImageServer;
using RasterAnalysis.Models;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.ImageServer;

public sealed class LegendSwatchTests
{
    [Fact]
    public void Encode_is_a_PNG_of_one_colour()
    {
        var file = LegendSwatch.Encode(new RgbColor(34, 139, 35));
        Assert.Equal([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], file[..8]);
        var chunks = Chunks(file).ToArray();
        Assert.Equal(["IHDR", "PLTE", "IDAT", "IEND"], chunks.Select(chunk => chunk.Type));
        Assert.Equal([0, 0, 0, 20, 0, 0, 0, 20, 1, 3, 0, 0, 0], chunks[0].Content);
        Assert.Equal([34, 139, 35], chunks[1].Content);
        using var pixels = new MemoryStream();
        using (var zlib = new ZLibStream(new MemoryStream(chunks[2].Content), CompressionMode.Decompress))
        {
            zlib.CopyTo(pixels);
        }

        // 20 rows of a filter byte and 20 bits, all of them palette entry 0
        Assert.Equal(new byte[20 * 4], pixels.ToArray());

        // the well-known checksum of the empty end chunk
        Assert.Equal(0xAE426082u, chunks[3].Crc);
    }

    private static IEnumerable<(string Type, byte[] Content, uint Crc)> Chunks(byte[] file)
    {
        for (var at = 8; at < file.Length;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(file.AsSpan(at));
            yield return (
                Encoding.ASCII.GetString(file, at + 4, 4),
                file[(at + 8)..(at + 8 + length)],
                BinaryPrimitives.ReadUInt32BigEndian(file.AsSpan(at + 8 + length)));
            at += 12 + length;
        }
    }
}
