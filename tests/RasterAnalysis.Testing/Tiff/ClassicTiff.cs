using System.Text;

namespace RasterAnalysis.Testing.Tiff;

/// <summary>Lays out a TIFF of one directory, little-endian: the header, the data, the directory, and the values that have no room in it.</summary>
internal static class ClassicTiff
{
    /// <summary>Offset of the data.</summary>
    public const int DataOffset = 8;

    private const int EntryBytes = 12;

    /// <summary>Writes the file. Nothing is checked: tags may say what is not so.</summary>
    /// <param name="data">What lies at <see cref="DataOffset"/>.</param>
    /// <param name="tags">Tags by number, in ascending order.</param>
    public static byte[] Write(byte[] data, SortedDictionary<int, Tag> tags)
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var padding = data.Length % 2;
        var directory = DataOffset + data.Length + padding;
        var extra = directory + 2 + (tags.Count * EntryBytes) + 4;
        writer.Write("II*\0"u8);
        writer.Write(directory);
        writer.Write(data);
        writer.Write(new byte[padding]);
        writer.Write((ushort)tags.Count);
        using var values = new MemoryStream();
        foreach (var (number, tag) in tags)
        {
            writer.Write((ushort)number);
            writer.Write((ushort)tag.Type);
            writer.Write(tag.Count);
            if (tag.Value.Length <= 4)
            {
                writer.Write(tag.Value);
                writer.Write(new byte[4 - tag.Value.Length]);
            }
            else
            {
                writer.Write(extra + (int)values.Length);
                values.Write(tag.Value);
                values.Write(new byte[tag.Value.Length % 2]);
            }
        }

        writer.Write(0);
        writer.Write(values.ToArray());
        writer.Flush();
        return file.ToArray();
    }

    /// <summary>Value of a tag.</summary>
    /// <param name="Type">2 text, 3 16 bits, 4 32 bits, 12 double.</param>
    /// <param name="Count">Numbers of that type.</param>
    /// <param name="Value">Their bytes.</param>
    internal readonly record struct Tag(int Type, int Count, byte[] Value)
    {
        public static Tag Shorts(params int[] values) => new(3, values.Length, [.. values.SelectMany(value => BitConverter.GetBytes((ushort)value))]);

        public static Tag Longs(params uint[] values) => new(4, values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

        public static Tag Doubles(params double[] values) => new(12, values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

        public static Tag Text(string text) => new(2, text.Length + 1, [.. Encoding.ASCII.GetBytes(text), 0]);
    }
}
