namespace RasterAnalysis.Onnx;

/// <summary>Reads <c>ValueInfoProto</c>. Field numbers are those of ONNX's <c>onnx.proto</c>.</summary>
internal static class OnnxValueReader
{
    private const int MaxRank = 64;
    private const int Denotation = 6;

    public static OnnxValue Read(ProtobufReader reader)
    {
        var value = new OnnxValue("", 0, null, false);
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    value = value with { Name = reader.ReadString() };
                    break;
                case 2:
                    value = reader.ReadMessage(r => ReadType(r, value));
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return value;
    }

    /// <summary><c>TypeProto</c>: a tensor's type, or that of a sequence, a map and their like.</summary>
    private static OnnxValue ReadType(ProtobufReader reader, OnnxValue value)
    {
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == 1)
            {
                value = reader.ReadMessage(r => ReadTensor(r, value));
            }
            else
            {
                value = field == Denotation ? value : value with { IsSequence = true };
                reader.Skip(wire);
            }
        }

        return value;
    }

    private static OnnxValue ReadTensor(ProtobufReader reader, OnnxValue value)
    {
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    value = value with { ElementType = (int)reader.ReadInt64() };
                    break;
                case 2:
                    value = value with { Dimensions = reader.ReadMessage(ReadShape) };
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return value;
    }

    private static List<long> ReadShape(ProtobufReader reader)
    {
        var lengths = new List<long>();
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == 1 && lengths.Count < MaxRank)
            {
                lengths.Add(reader.ReadMessage(ReadLength));
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return lengths;
    }

    private static long ReadLength(ProtobufReader reader)
    {
        var length = -1L;
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == 1)
            {
                length = reader.ReadInt64() is > 0 and var known ? known : -1;
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return length;
    }
}
