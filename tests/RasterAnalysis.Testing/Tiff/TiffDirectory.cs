using System.Buffers.Binary;
using System.Text;

namespace RasterAnalysis.Testing.Tiff;

/// <summary>A directory of a little-endian classic TIFF: tag values as they lie in the file.</summary>
internal sealed class TiffDirectory
{
    private readonly Dictionary<int, (int Type, int Count, byte[] Value)> _tags = [];

    public TiffDirectory(byte[] file, int offset)
    {
        Offset = offset;
        var count = BinaryPrimitives.ReadUInt16LittleEndian(file.AsSpan(offset));
        for (var i = 0; i < count; i++)
        {
            var entry = file.AsSpan(offset + 2 + (i * 12), 12);
            var type = BinaryPrimitives.ReadUInt16LittleEndian(entry[2..]);
            var values = BinaryPrimitives.ReadInt32LittleEndian(entry[4..]);
            var length = values * SizeOf(type);
            var at = length <= 4 ? offset + 2 + (i * 12) + 8 : BinaryPrimitives.ReadInt32LittleEndian(entry[8..]);
            _tags[BinaryPrimitives.ReadUInt16LittleEndian(entry)] = (type, values, file[at..(at + length)]);
        }

        Next = BinaryPrimitives.ReadInt32LittleEndian(file.AsSpan(offset + 2 + (count * 12)));
    }

    public int Offset { get; }

    public int Next { get; }

    public bool Has(int tag) => _tags.ContainsKey(tag);

    public long Number(int tag, long otherwise = 0) => Numbers(tag) is [var first, ..] ? first : otherwise;

    public long[] Numbers(int tag) => _tags.TryGetValue(tag, out var found)
        ? [.. Enumerable.Range(0, found.Count).Select(i => found.Type switch
        {
            3 => BinaryPrimitives.ReadUInt16LittleEndian(found.Value.AsSpan(i * 2)),
            4 => BinaryPrimitives.ReadUInt32LittleEndian(found.Value.AsSpan(i * 4)),
            _ => (long)found.Value[i],
        })]
        : [];

    public double[] Doubles(int tag) => _tags.TryGetValue(tag, out var found)
        ? [.. Enumerable.Range(0, found.Count).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(found.Value.AsSpan(i * 8)))]
        : [];

    public string? Text(int tag) => _tags.TryGetValue(tag, out var found) ? Encoding.UTF8.GetString(found.Value).TrimEnd('\0') : null;

    private static int SizeOf(int type) => type switch { 3 or 8 => 2, 4 or 9 or 11 => 4, 5 or 10 or 12 => 8, _ => 1 };
}
