using System.Buffers.Binary;
using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.BackgroundJobs.Tests.Remote;

public sealed class TiffHeadTests
{
    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Tiles_are_seen_in_classic_and_big_tiffs_of_both_byte_orders(bool isBig, bool isLittle)
    {
        Assert.True(await IsTiledAsync(Tiff(isBig, isLittle, 256, 257, 322, 323)));
        Assert.False(await IsTiledAsync(Tiff(isBig, isLittle, 256, 257, 273, 278)));
    }

    [Fact]
    public async Task What_is_odd_is_not_tiled()
    {
        var good = Tiff(isBig: true, isLittle: true, 322);
        Assert.False(await IsTiledAsync([]));
        Assert.False(await IsTiledAsync("<VRTDataset></VRTDataset>"u8.ToArray()));
        Assert.False(await IsTiledAsync(good[..^1]));
        foreach (var (at, value) in new[] { (8, ulong.MaxValue), (8, 1UL << 62), (8, (ulong)good.Length), (16, 0UL), (16, ulong.MaxValue), (16, 5000UL) })
        {
            var bad = (byte[])good.Clone();
            BinaryPrimitives.WriteUInt64LittleEndian(bad.AsSpan(at), value);
            Assert.False(await IsTiledAsync(bad), $"{value} at {at}");
        }

        Assert.False(await IsTiledAsync(TiffFile.Byte(20, 20, 1, (_, _, _) => 1)));
    }

    private static Task<bool> IsTiledAsync(byte[] file) => TiffHead.IsTiledAsync(
        (offset, count) => Task.FromResult(offset >= 0 && offset <= file.Length - count ? file.AsSpan((int)offset, count).ToArray() : null));

    /// <summary>A directory of tags without values, behind the header.</summary>
    private static byte[] Tiff(bool isBig, bool isLittle, params ushort[] tags)
    {
        var head = isBig ? 16 : 8;
        var (countBytes, entryBytes) = isBig ? (8, 20) : (2, 12);
        var file = new byte[head + countBytes + (tags.Length * entryBytes) + 8];
        Put(0, 2, isLittle ? 0x4949UL : 0x4D4D);
        Put(2, 2, isBig ? 43UL : 42);
        if (isBig)
        {
            Put(4, 2, 8);
        }

        Put(isBig ? 8 : 4, isBig ? 8 : 4, (ulong)head);
        Put(head, countBytes, (ulong)tags.Length);
        foreach (var (number, tag) in tags.Index())
        {
            Put(head + countBytes + (number * entryBytes), 2, tag);
        }

        return file[..^8].Length < 16 ? file : file[..^8];

        void Put(int at, int bytes, ulong value)
        {
            for (var i = 0; i < bytes; i++)
            {
                file[at + i] = (byte)(value >> (8 * (isLittle ? i : bytes - 1 - i)));
            }
        }
    }
}
