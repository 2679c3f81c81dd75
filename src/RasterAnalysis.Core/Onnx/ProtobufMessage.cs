using System.Text;

namespace RasterAnalysis.Onnx;

/// <summary>
/// Puts a Protocol Buffers message together from parts of another one and from new fields. Parts are kept as they lie and copied once, at the end. Wire
/// format: https://protobuf.dev/programming-guides/encoding/.
/// </summary>
internal sealed class ProtobufMessage
{
    private readonly List<ReadOnlyMemory<byte>> _parts = [];

    /// <summary>Bytes of the message so far.</summary>
    public long Length { get; private set; }

    /// <summary>Fields that are written already.</summary>
    public ProtobufMessage Raw(ReadOnlyMemory<byte> fields)
    {
        _parts.Add(fields);
        Length += fields.Length;
        return this;
    }

    public ProtobufMessage Int(int field, long value) => Raw((byte[])[.. Varint((ulong)field << 3), .. Varint(unchecked((ulong)value))]);

    public ProtobufMessage Text(int field, string value)
    {
        var text = Encoding.UTF8.GetBytes(value);
        return Raw((byte[])[.. Head(field, text.Length), .. text]);
    }

    public ProtobufMessage Bytes(int field, byte[] value) => Raw(Head(field, value.Length)).Raw(value);

    public ProtobufMessage Message(int field, ProtobufMessage message)
    {
        Raw(Head(field, message.Length));
        _parts.AddRange(message._parts);
        Length += message.Length;
        return this;
    }

    public byte[] ToArray()
    {
        var bytes = GC.AllocateUninitializedArray<byte>(checked((int)Length));
        var place = 0;
        foreach (var part in _parts)
        {
            part.Span.CopyTo(bytes.AsSpan(place));
            place += part.Length;
        }

        return bytes;
    }

    private static byte[] Head(int field, long length) => [.. Varint(((ulong)field << 3) | 2), .. Varint((ulong)length)];

    private static List<byte> Varint(ulong value)
    {
        var bytes = new List<byte>(10);
        while (value >= 0x80)
        {
            bytes.Add(unchecked((byte)(value | 0x80)));
            value >>= 7;
        }

        bytes.Add((byte)value);
        return bytes;
    }
}
