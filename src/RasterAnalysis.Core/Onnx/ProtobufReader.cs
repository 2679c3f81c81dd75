using System.Buffers.Binary;
using System.Text;

namespace RasterAnalysis.Onnx;

/// <summary>
/// Reads Protocol Buffers fields from a stream, message within message. Only what is asked for is taken into memory: gigabytes of weights are
/// passed over. Wire format: https://protobuf.dev/programming-guides/encoding/.
/// </summary>
/// <remarks>Every length is checked against the message around it, so a damaged or hostile file ends in an exception, never in a wild read.</remarks>
internal sealed class ProtobufReader(Stream stream)
{
    private const int MaxDepth = 64;
    private long _end = stream.Length;
    private int _depth;

    /// <summary>Where in the stream the next byte comes from.</summary>
    public long Position => stream.Position;

    /// <summary>What is left of the current message.</summary>
    public FilePart Rest => new(stream.Position, _end);

    public enum WireType
    {
        Varint = 0,
        Fixed64 = 1,
        LengthDelimited = 2,
        Fixed32 = 5,
    }

    /// <summary>Begins the next field of the current message.</summary>
    /// <param name="start">Where in the file the field begins, its tag included.</param>
    /// <param name="number">Its number.</param>
    /// <param name="type">How its value lies.</param>
    /// <returns>False at the end of the message.</returns>
    public bool TryReadField(out long start, out int number, out WireType type)
    {
        start = Position;
        return TryReadField(out number, out type);
    }

    /// <summary>Begins the next field of the current message.</summary>
    /// <returns>False at the end of the message.</returns>
    public bool TryReadField(out int number, out WireType type)
    {
        number = 0;
        type = WireType.Varint;
        if (stream.Position >= _end)
        {
            return false;
        }

        var tag = ReadVarint();
        number = checked((int)(tag >> 3));
        type = (WireType)(tag & 7);
        return type is WireType.Varint or WireType.Fixed64 or WireType.LengthDelimited or WireType.Fixed32 && number > 0
            ? true
            : throw Damaged("a field has no known type");
    }

    public ulong ReadVarint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 70; shift += 7)
        {
            var next = ReadByte();
            value |= unchecked((ulong)(next & 0x7f) << shift);
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw Damaged("a number does not end");
    }

    public long ReadInt64() => unchecked((long)ReadVarint());

    public float ReadFloat() => BinaryPrimitives.ReadSingleLittleEndian(Read(stackalloc byte[4]));

    public double ReadDouble() => BinaryPrimitives.ReadDoubleLittleEndian(Read(stackalloc byte[8]));

    public string ReadString(int maxLength = 1 << 20)
    {
        var length = ReadLength();
        if (length > maxLength)
        {
            throw Damaged($"a text of {length} bytes stands where at most {maxLength} may");
        }

        var bytes = new byte[length];
        Read(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads bytes; passes over them and returns null when there are more than <paramref name="maxLength"/>.</summary>
    public byte[]? ReadBytes(int maxLength)
    {
        var length = ReadLength();
        if (length > maxLength)
        {
            stream.Seek(length, SeekOrigin.Current);
            return null;
        }

        var bytes = new byte[length];
        Read(bytes);
        return bytes;
    }

    /// <summary>Reads a repeated number, packed or not; numbers beyond <paramref name="maxCount"/> are passed over.</summary>
    public void ReadRepeated<T>(WireType type, List<T> values, Func<T> readOne, int maxCount)
    {
        if (type != WireType.LengthDelimited)
        {
            Add(values, readOne(), maxCount);
            return;
        }

        Within(() =>
        {
            while (stream.Position < _end)
            {
                Add(values, readOne(), maxCount);
            }

            return true;
        });
    }

    /// <summary>Reads a message that is a field of the current one.</summary>
    public T ReadMessage<T>(Func<ProtobufReader, T> read) => Within(() => read(this));

    public void Skip(WireType type)
    {
        switch (type)
        {
            case WireType.Varint:
                ReadVarint();
                break;
            case WireType.LengthDelimited:
                stream.Seek(ReadLength(), SeekOrigin.Current);
                break;
            default:
                Read(stackalloc byte[type == WireType.Fixed64 ? 8 : 4]);
                break;
        }
    }

    private static void Add<T>(List<T> values, T value, int maxCount)
    {
        if (values.Count < maxCount)
        {
            values.Add(value);
        }
    }

    private T Within<T>(Func<T> read)
    {
        var length = ReadLength();
        if (++_depth > MaxDepth)
        {
            throw Damaged("messages are nested too deeply");
        }

        var outer = _end;
        _end = stream.Position + length;
        var result = read();
        stream.Seek(_end, SeekOrigin.Begin);
        _end = outer;
        _depth--;
        return result;
    }

    private long ReadLength()
    {
        var length = ReadVarint();
        return length <= (ulong)(_end - stream.Position) ? (long)length : throw Damaged("a part is longer than what holds it; the file is cut off");
    }

    private int ReadByte()
    {
        var next = stream.Position < _end ? stream.ReadByte() : -1;
        return next >= 0 ? next : throw Damaged("it is cut off");
    }

    private Span<byte> Read(Span<byte> target)
    {
        if (_end - stream.Position < target.Length)
        {
            throw Damaged("it is cut off");
        }

        stream.ReadExactly(target);
        return target;
    }

    private static OnnxFormatException Damaged(string how) => new($"The ONNX file is damaged: {how}.");
}
