using System.Buffers.Binary;
using System.Text;

namespace RasterAnalysis.Testing.Telemetry;

/// <summary>The fields of a message of Protocol Buffers, by their numbers: enough to read OTLP, whose definitions no package that is served carries.</summary>
internal sealed class ProtobufFields
{
    private readonly List<(int Number, ulong Number64, byte[] Bytes)> _fields = [];

    private ProtobufFields()
    {
    }

    /// <summary>Reads a message.</summary>
    /// <exception cref="InvalidDataException">It is none.</exception>
    public static ProtobufFields Read(ReadOnlySpan<byte> message)
    {
        var fields = new ProtobufFields();
        while (message.Length > 0)
        {
            var tag = Varint(ref message);
            var number = (int)(tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    fields._fields.Add((number, Varint(ref message), []));
                    break;
                case 1:
                    fields._fields.Add((number, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref message, 8)), []));
                    break;
                case 2:
                    fields._fields.Add((number, 0, Take(ref message, (int)Varint(ref message)).ToArray()));
                    break;
                case 5:
                    fields._fields.Add((number, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref message, 4)), []));
                    break;
                default:
                    throw new InvalidDataException($"Field {number} has the wire type {tag & 7}.");
            }
        }

        return fields;
    }

    /// <summary>Messages under a number.</summary>
    public IEnumerable<ProtobufFields> Messages(int number) => All(number).Select(field => Read(field.Bytes));

    /// <summary>The message under a number; an empty one where there is none.</summary>
    public ProtobufFields Message(int number) => Messages(number).FirstOrDefault() ?? new ProtobufFields();

    /// <summary>Whether there is a field of a number.</summary>
    public bool Has(int number) => All(number).Any();

    /// <summary>A text; empty where there is none.</summary>
    public string Text(int number) => Encoding.UTF8.GetString(Bytes(number));

    /// <summary>Bytes as hexadecimal digits; empty where there are none.</summary>
    public string Hex(int number) => Convert.ToHexStringLower(Bytes(number));

    /// <summary>A whole number; 0 where there is none.</summary>
    public long Number(int number) => (long)All(number).FirstOrDefault().Number64;

    /// <summary>A number of 64 bits with a point; 0 where there is none.</summary>
    public double Double(int number) => BitConverter.UInt64BitsToDouble(All(number).FirstOrDefault().Number64);

    private byte[] Bytes(int number) => All(number).FirstOrDefault().Bytes ?? [];

    private IEnumerable<(int Number, ulong Number64, byte[] Bytes)> All(int number) => _fields.Where(field => field.Number == number);

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> message, int count)
    {
        var taken = message[..count];
        message = message[count..];
        return taken;
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            var next = Take(ref message, 1)[0];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
