using System.Text;

namespace RasterAnalysis.Testing.Hostile;

/// <summary>A TIFF of one directory whose tags say what they are told to, whether it is true or not.</summary>
public sealed class LyingTiff
{
    private const int Header = 8;
    private readonly SortedDictionary<int, (int Type, int Count, byte[] Value)> _tags = [];

    /// <summary>What lies after the header, where <see cref="Header"/> is the offset of the first byte.</summary>
    public byte[] Data { get; set; } = [];

    /// <summary>Offset of <see cref="Data"/>.</summary>
    public static int DataOffset => Header;

    /// <summary>Sets a tag of 16-bit numbers.</summary>
    public LyingTiff Shorts(int tag, params int[] values) => Set(tag, 3, values.Length, [.. values.SelectMany(value => BitConverter.GetBytes((ushort)value))]);

    /// <summary>Sets a tag of 32-bit numbers.</summary>
    public LyingTiff Longs(int tag, params uint[] values) => Set(tag, 4, values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Sets a tag of doubles.</summary>
    public LyingTiff Doubles(int tag, params double[] values) => Set(tag, 12, values.Length, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Sets a tag of text.</summary>
    public LyingTiff Text(int tag, string text) => Set(tag, 2, text.Length + 1, [.. Encoding.ASCII.GetBytes(text), 0]);

    /// <summary>Leaves a tag out.</summary>
    public LyingTiff Without(int tag)
    {
        _tags.Remove(tag);
        return this;
    }

    /// <summary>The file.</summary>
    public byte[] ToArray()
    {
        using var file = new MemoryStream();
        using var writer = new BinaryWriter(file);
        var padding = Data.Length % 2;
        var directory = Header + Data.Length + padding;
        var extra = directory + 2 + (_tags.Count * 12) + 4;
        writer.Write("II*\0"u8);
        writer.Write(directory);
        writer.Write(Data);
        writer.Write(new byte[padding]);
        writer.Write((ushort)_tags.Count);
        using var values = new MemoryStream();
        foreach (var (tag, (type, count, value)) in _tags)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)type);
            writer.Write(count);
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

    private LyingTiff Set(int tag, int type, int count, byte[] value)
    {
        _tags[tag] = (type, count, value);
        return this;
    }
}
