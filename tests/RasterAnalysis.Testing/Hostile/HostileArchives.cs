using System.Buffers.Binary;
using System.Text;
using RasterAnalysis.Testing.Networks;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>Zip archives with entries and directories that no archiver writes.</summary>
public static class HostileArchives
{
    private static readonly byte[] EndMark = "PK\x05\x06"u8.ToArray();
    private static readonly byte[] EntryMark = "PK\x01\x02"u8.ToArray();

    /// <summary>An archive whose directory names a number of entries, all of them the same empty file.</summary>
    public static byte[] OfEntries(int count)
    {
        var one = TestPackages.Zip(("a", []));
        var directory = one.AsSpan().IndexOf(EntryMark);
        var end = one.AsSpan().IndexOf(EndMark);
        var entry = one[directory..end];
        var archive = new byte[directory + (entry.Length * count) + (one.Length - end)];
        one.AsSpan(0, directory).CopyTo(archive);
        for (var i = 0; i < count; i++)
        {
            entry.CopyTo(archive.AsSpan(directory + (i * entry.Length)));
        }

        var tail = archive.AsSpan(directory + (entry.Length * count));
        one.AsSpan(end).CopyTo(tail);
        BinaryPrimitives.WriteUInt16LittleEndian(tail[8..], (ushort)Math.Min(count, 0xFFFE));
        BinaryPrimitives.WriteUInt16LittleEndian(tail[10..], (ushort)Math.Min(count, 0xFFFE));
        BinaryPrimitives.WriteInt32LittleEndian(tail[12..], entry.Length * count);
        return archive;
    }

    internal static byte[] WithHostileEntry(Random random)
    {
        var name = HostilePackages.Any(
            random,
            new string('x', random.Next(256, 1000)) + ".onnx",
            new string('x', random.Next(1025, 60_000)),
            string.Concat(Enumerable.Repeat("ä", random.Next(128, 500))) + ".txt",
            string.Concat(Enumerable.Repeat("d/", random.Next(33, 500))) + "f",
            string.Concat(Enumerable.Repeat("../", random.Next(1, 20))) + "etc/passwd",
            "..\\..\\windows\\system32\\a",
            "C:\\a",
            "/etc/cron.d/a",
            "a\u0001b",
            "model.emd/network.onnx",
            "MODEL.EMD",
            ".",
            "..",
            "...",
            " ",
            "a/./b//c",
            "nul",
            "a:b",
            "\ud83d\ude00.txt",
            "package",
            "package/package/package");
        return TestPackages.Zip(
            ("model.emd", Encoding.UTF8.GetBytes(TestPackages.Definition(TestPackages.NumberedClasses(2)).ToJsonString())),
            (name, HostilePackages.Bytes(random, random.Next(0, 100))),
            ("network.onnx", TinyNetworks.CopyBand(2)));
    }

    internal static byte[] WithLyingDirectory(Random random)
    {
        var archive = HostilePackages.WithNetwork(TinyNetworks.CopyBand(2));
        var entry = archive.AsSpan().IndexOf(EntryMark);
        var end = archive.AsSpan().LastIndexOf(EndMark);
        var number = HostilePackages.Any(random, 0, -1, 1, int.MaxValue, random.Next(), 0xFFFF);
        switch (random.Next(7))
        {
            case 0: // packed and unpacked length
                BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(entry + HostilePackages.Any(random, 20, 24)), number);
                break;
            case 1: // where the entry lies
                BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(entry + 42), number);
                break;
            case 2: // lengths of name, extra field and comment
                BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(entry + HostilePackages.Any(random, 28, 30, 32)), unchecked((ushort)number));
                break;
            case 3: // method and flags
                BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(entry + HostilePackages.Any(random, 8, 10)), unchecked((ushort)number));
                break;
            case 4: // numbers of entries
                BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(end + HostilePackages.Any(random, 8, 10)), unchecked((ushort)number));
                break;
            case 5: // where the directory lies, and how long it is
                BinaryPrimitives.WriteInt32LittleEndian(archive.AsSpan(end + HostilePackages.Any(random, 12, 16)), number);
                break;
            default: // a second end, in what the first one takes for its comment
                byte[] second = [.. archive, .. archive[end..]];
                BinaryPrimitives.WriteUInt16LittleEndian(second.AsSpan(end + 20), (ushort)(archive.Length - end));
                BinaryPrimitives.WriteInt32LittleEndian(second.AsSpan(archive.Length + 16), number);
                return second;
        }

        return archive;
    }

    internal static string FileName(Random random) => HostilePackages.Any(
        random,
        "package",
        "PACKAGE",
        "package.dlpk",
        new string('ä', 300) + ".dlpk",
        new string('x', 5000),
        "..",
        "../../../etc/passwd",
        "..\\..\\model.dlpk",
        ".dlpk",
        "a\u0001b.dlpk",
        "con.dlpk",
        string.Concat(Enumerable.Repeat("\ud83d\ude00", 100)) + ".dlpk",
        "model.tif",
        "a;b=c.dlpk",
        "%2e%2e%2fa.dlpk",
        "items");
}
