using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>
/// Rasters that are damaged, that say what is not so, or that claim to be far larger than they are. The same seed gives the same files. None of them
/// is more than a few hundred KiB.
/// </summary>
public static class HostileRasters
{
    private const int Side = 96;

    private static readonly string[] Numbers = ["nan", "-nan", "inf", "-inf", "1e400", "-1e400", "1e-320", "", "abc", "0x7f", "1,5", "99999999999999999999"];
    private static readonly double[] Coordinates =
        [double.NaN, double.PositiveInfinity, double.NegativeInfinity, double.MaxValue, -double.MaxValue, double.Epsilon, 0, -0.0, 1e300, 1e-300, -10, 1e18];

    private static readonly Func<Random, (string Name, byte[] Content)>[] Kinds =
    [
        Truncated, Damaged, DamagedStrips, OutsizedStrip, OutsizedTiles, ManySmallStrips, ManyBands, LostPlace, OddNoData, OddStatistics, OddTypes, OddPalette,
        LyingGrid, EndlessGrid, HugeGridNumbers, LyingPng, LyingBitmap, CutJpeg, Nonsense, LyingCounts,
    ];

    /// <summary>Makes files, the kinds in turn.</summary>
    public static IEnumerable<(string Name, byte[] Content)> Make(int seed, int count)
    {
        var random = new Random(seed);
        for (var number = 0; number < count; number++)
        {
            var (name, content) = Kinds[number % Kinds.Length](random);
            yield return ($"h{number.ToString("D3", CultureInfo.InvariantCulture)}_{name}", content);
        }
    }

    // what is right: deflated strips of 16 rows, in UTM
    private static LyingTiff Right(Random random, int bands = 1, int bits = 8)
    {
        const int rows = 16;
        var bytes = Side * rows * bands * bits / 8;
        var strips = Enumerable.Range(0, Side / rows).Select(_ => Deflate(Noise(random, bytes))).ToArray();
        uint[] offsets = [.. strips.Select((_, number) => (uint)(LyingTiff.DataOffset + strips.Take(number).Sum(strip => strip.Length)))];
        return new LyingTiff { Data = [.. strips.SelectMany(strip => strip)] }
            .Longs(256, Side).Longs(257, Side).Shorts(258, [.. Enumerable.Repeat(bits, bands)]).Shorts(259, 8).Shorts(262, 1).Longs(273, offsets).Shorts(277, bands)
            .Longs(278, rows).Longs(279, [.. strips.Select(strip => (uint)strip.Length)]).Shorts(284, 1).Doubles(33550, 10, 10, 0)
            .Doubles(33922, 0, 0, 0, 500000, 5000000, 0).Shorts(34735, 1, 1, 0, 3, 1024, 0, 1, 1, 1025, 0, 1, 1, 3072, 0, 1, 32633);
    }

    private static (string, byte[]) Truncated(Random random)
    {
        var whole = Right(random, random.Next(1, 5)).ToArray();
        return ("truncated.tif", whole[..random.Next(whole.Length)]);
    }

    private static (string, byte[]) Damaged(Random random)
    {
        var whole = Right(random).ToArray();
        for (var i = 0; i < 40; i++)
        {
            whole[random.Next(4, whole.Length)] = (byte)random.Next(256);
        }

        return ("damaged.tif", whole);
    }

    // the directory stays as it is, the pixels do not
    private static (string, byte[]) DamagedStrips(Random random)
    {
        var tiff = Right(random, 3);
        random.NextBytes(tiff.Data.AsSpan(random.Next(tiff.Data.Length / 2)));
        return ("pixels.tif", tiff.ToArray());
    }

    private static (string, byte[]) OutsizedStrip(Random random)
    {
        var side = (uint)random.Next(20_000, 200_000);
        return ("strip.tif", Right(random, random.Next(1, 5)).Longs(256, side).Longs(257, side).Longs(278, side)
            .Longs(273, (uint)LyingTiff.DataOffset).Longs(279, 1000).Shorts(317, 2).ToArray());
    }

    private static (string, byte[]) OutsizedTiles(Random random)
    {
        var side = (uint)(1 << random.Next(14, 18));
        return ("tile.tif", Right(random).Without(273).Without(278).Without(279).Longs(256, side).Longs(257, side).Longs(322, side).Longs(323, side)
            .Longs(324, (uint)LyingTiff.DataOffset).Longs(325, 1000).ToArray());
    }

    // sparse: no strip is there
    private static (string, byte[]) ManySmallStrips(Random random)
    {
        var height = random.Next(10_000, 30_000);
        return ("sparse.tif", Right(random).Longs(256, (uint)random.Next(1000, 2_000_000)).Longs(257, (uint)height).Longs(278, 1)
            .Longs(273, new uint[height]).Longs(279, new uint[height]).ToArray());
    }

    private static (string, byte[]) ManyBands(Random random)
    {
        var bands = random.Next(1000, 65_535);
        return ("bands.tif", Right(random).Shorts(277, bands).Shorts(258, [.. Enumerable.Repeat(8, bands)]).ToArray());
    }

    private static (string, byte[]) LostPlace(Random random) => ("place.tif", Right(random)
        .Doubles(33550, Pick(random, Coordinates), Pick(random, Coordinates), 0)
        .Doubles(33922, 0, 0, 0, Pick(random, Coordinates), Pick(random, Coordinates), 0).ToArray());

    private static (string, byte[]) OddNoData(Random random) => ("nodata.tif", Right(random, 2, random.Next(2) == 0 ? 8 : 16).Text(42113, Pick(random, Numbers)).ToArray());

    private static (string, byte[]) OddStatistics(Random random) => ("statistics.tif", Right(random).Text(42112,
        $"<GDALMetadata><Item name=\"STATISTICS_MINIMUM\" sample=\"0\">{Pick(random, Numbers)}</Item><Item name=\"STATISTICS_MAXIMUM\" sample=\"0\">{Pick(random, Numbers)}</Item>"
        + $"<Item name=\"STATISTICS_MEAN\" sample=\"0\">{Pick(random, Numbers)}</Item><Item name=\"STATISTICS_STDDEV\" sample=\"0\">{Pick(random, Numbers)}</Item>"
        + $"<Item name=\"SCALE\" sample=\"0\" role=\"scale\">{Pick(random, Numbers)}</Item><Item name=\"OFFSET\" sample=\"0\" role=\"offset\">{Pick(random, Numbers)}</Item></GDALMetadata>").ToArray());

    // floating point of noise has NaN and infinities, and numbers whose squares are none
    private static (string, byte[]) OddTypes(Random random)
    {
        var bits = Pick(random, [1, 2, 4, 7, 12, 16, 24, 32, 64, 128]);
        var tiff = Right(random, 1, Math.Max(8, bits)).Shorts(258, bits).Shorts(339, random.Next(1, 7));
        return ("types.tif", tiff.ToArray());
    }

    private static (string, byte[]) OddPalette(Random random) => ("palette.tif", Right(random).Shorts(262, 3).Shorts(320, [.. Enumerable.Range(0, random.Next(1, 2000))]).ToArray());

    // one directory entry says that there are very many values
    private static (string, byte[]) LyingCounts(Random random)
    {
        var whole = Right(random).ToArray();
        var directory = BitConverter.ToInt32(whole, 4);
        var entry = directory + 2 + (12 * random.Next(BitConverter.ToUInt16(whole, directory)));
        BitConverter.GetBytes(random.Next(1 << 20, int.MaxValue)).CopyTo(whole, entry + 4);
        return ("counts.tif", whole);
    }

    private static (string, byte[]) LyingGrid(Random random) => ("grid.asc", Grid(
        random.Next(10, 5_000_000), random.Next(10, 5_000_000), Pick(random, ["1", "0", "-1", "1e300", "nan"]), Pick(random, Numbers),
        string.Join(' ', Enumerable.Range(0, random.Next(1000)))));

    // few columns, rows without end, and no numbers for them
    private static (string, byte[]) EndlessGrid(Random random) => ("endless.asc", Grid(random.Next(1, 50), random.Next(1_000_000, 9_000_000), "1", "-9999", "1 2 3\n"));

    private static (string, byte[]) HugeGridNumbers(Random random) => ("numbers.asc", Grid(
        20, 20, "10", "-9999", string.Join(' ', Enumerable.Range(0, 400).Select(_ => Pick(random, ["1e308", "-1e308", "1e-310", "nan", "inf", "3", "x", new string('9', 500)])))));

    private static (string, byte[]) LyingPng(Random random)
    {
        using var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        byte[] header = [.. BigEndian(random.Next(1000, 2_000_000)), .. BigEndian(random.Next(1000, 2_000_000)), 8, (byte)Pick(random, [0, 2, 3, 4, 6]), 0, 0, 0];
        Chunk(file, "IHDR", header);
        Chunk(file, "IDAT", Deflate(new byte[random.Next(100_000)]));
        Chunk(file, "IEND", []);
        return ("picture.png", file.ToArray());
    }

    private static (string, byte[]) LyingBitmap(Random random)
    {
        var content = new byte[54 + 1000];
        "BM"u8.CopyTo(content);
        BitConverter.GetBytes(content.Length).CopyTo(content, 2);
        BitConverter.GetBytes(54).CopyTo(content, 10);
        BitConverter.GetBytes(40).CopyTo(content, 14);
        BitConverter.GetBytes(random.Next(1, int.MaxValue)).CopyTo(content, 18);
        BitConverter.GetBytes(random.Next(int.MinValue, int.MaxValue)).CopyTo(content, 22);
        content[26] = 1;
        content[28] = (byte)Pick(random, [1, 4, 8, 24, 32]);
        return ("picture.bmp", content);
    }

    // the header of a baseline JPEG of any size, without the picture
    private static (string, byte[]) CutJpeg(Random random) => ("picture.jpg",
        [0xFF, 0xD8, 0xFF, 0xE0, 0, 16, .. "JFIF\0"u8, 1, 1, 0, 0, 1, 0, 1, 0, 0, 0xFF, 0xC0, 0, 17, 8, .. BigEndian(random.Next(1 << 16))[2..], .. BigEndian(random.Next(1 << 16))[2..],
         3, 1, 0x22, 0, 2, 0x11, 1, 3, 0x11, 1, .. Noise(random, random.Next(2000))]);

    private static (string, byte[]) Nonsense(Random random)
    {
        var content = new byte[random.Next(5000)];
        random.NextBytes(content);
        return (Pick(random, ["nonsense.tif", "nonsense.png", "nonsense.jp2", "nonsense.asc", "nonsense"]), content);
    }

    private static byte[] Grid(int columns, int rows, string cell, string noData, string numbers) => Encoding.ASCII.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $"ncols {columns}\nnrows {rows}\nxllcorner 500000\nyllcorner 5000000\ncellsize {cell}\nNODATA_value {noData}\n{numbers}"));

    private static T Pick<T>(Random random, T[] among) => among[random.Next(among.Length)];

    private static byte[] Noise(Random random, int count)
    {
        var bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }

    private static byte[] Deflate(byte[] content)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            zlib.Write(content);
        }

        return packed.ToArray();
    }

    private static byte[] BigEndian(int value) => [(byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value];

    private static void Chunk(MemoryStream file, string kind, byte[] content)
    {
        byte[] named = [.. Encoding.ASCII.GetBytes(kind), .. content];
        file.Write(BigEndian(content.Length));
        file.Write(named);
        var crc = uint.MaxValue;
        foreach (var value in named)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) != 0 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        file.Write(BigEndian(unchecked((int)~crc)));
    }
}
