using System.Buffers.Binary;

namespace RasterAnalysis.Onnx;

/// <summary>Reads <c>TensorProto</c>: shapes always, elements of small number tensors only.</summary>
internal static class OnnxTensorReader
{
    private const int MaxRank = 64;

    // TensorProto.DataType
    private enum DataType
    {
        Float = 1,
        UInt8 = 2,
        Int8 = 3,
        UInt16 = 4,
        Int16 = 5,
        Int32 = 6,
        Int64 = 7,
        Bool = 9,
        Float16 = 10,
        Double = 11,
        UInt32 = 12,
        UInt64 = 13,
    }

    public static OnnxTensor Read(ProtobufReader reader, ISet<string> externalFiles)
    {
        var (name, type, dimensions) = ("", DataType.Float, new List<long>());
        var numbers = new List<double>();
        byte[]? raw = null;
        string? location = null;
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    reader.ReadRepeated(wire, dimensions, reader.ReadInt64, MaxRank);
                    break;
                case 2:
                    type = (DataType)reader.ReadInt64();
                    break;
                case 4:
                    reader.ReadRepeated(wire, numbers, () => reader.ReadFloat(), OnnxTensor.MaxValues);
                    break;
                case 5 or 7 or 11:
                    reader.ReadRepeated(wire, numbers, () => (double)reader.ReadInt64(), OnnxTensor.MaxValues);
                    break;
                case 8:
                    name = reader.ReadString();
                    break;
                case 9:
                    raw = reader.ReadBytes(OnnxTensor.MaxValues * sizeof(double));
                    break;
                case 10:
                    reader.ReadRepeated(wire, numbers, reader.ReadDouble, OnnxTensor.MaxValues);
                    break;
                case 13:
                    var (key, value) = reader.ReadMessage(ReadPair);
                    location = key == "location" ? value : location;
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        if (location is not null)
        {
            externalFiles.Add(location);
        }

        var shape = Shape(dimensions);
        return new OnnxTensor(name, shape, Values(shape, type, numbers, raw), IsInteger(type), location) { IsHalf = type == DataType.Float16 };
    }

    /// <summary>Reads <c>StringStringEntryProto</c>.</summary>
    public static (string Key, string Value) ReadPair(ProtobufReader reader)
    {
        var (key, value) = ("", "");
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    key = reader.ReadString();
                    break;
                case 2:
                    value = reader.ReadString();
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        return (key, value);
    }

    private static bool IsInteger(DataType type) => type is not (DataType.Float or DataType.Float16 or DataType.Double);

    private static int[] Shape(List<long> dimensions) => dimensions.All(d => d is >= 0 and <= int.MaxValue)
        ? [.. dimensions.Select(d => (int)d)]
        : throw new OnnxFormatException("The ONNX file is damaged: a tensor has an axis of impossible length.");

    private static double[]? Values(int[] shape, DataType type, List<double> numbers, byte[]? raw)
    {
        var count = shape.Aggregate(1.0, (product, d) => product * d);
        if (count > OnnxTensor.MaxValues)
        {
            return null;
        }

        if (raw is null)
        {
            // float16 stands as bits in int32_data, and nobody writes shapes in it
            return numbers.Count == count && type != DataType.Float16 ? [.. numbers] : null;
        }

        double[]? values = type switch
        {
            DataType.Float => Convert(raw, 4, b => BinaryPrimitives.ReadSingleLittleEndian(b)),
            DataType.Double => Convert(raw, 8, BinaryPrimitives.ReadDoubleLittleEndian),
            DataType.Float16 => Convert(raw, 2, b => (double)BinaryPrimitives.ReadHalfLittleEndian(b)),
            DataType.UInt8 or DataType.Bool => Convert(raw, 1, b => b[0]),
            DataType.Int8 => Convert(raw, 1, b => unchecked((sbyte)b[0])),
            DataType.UInt16 => Convert(raw, 2, b => BinaryPrimitives.ReadUInt16LittleEndian(b)),
            DataType.Int16 => Convert(raw, 2, b => BinaryPrimitives.ReadInt16LittleEndian(b)),
            DataType.Int32 => Convert(raw, 4, b => BinaryPrimitives.ReadInt32LittleEndian(b)),
            DataType.UInt32 => Convert(raw, 4, b => BinaryPrimitives.ReadUInt32LittleEndian(b)),
            DataType.Int64 => Convert(raw, 8, b => BinaryPrimitives.ReadInt64LittleEndian(b)),
            DataType.UInt64 => Convert(raw, 8, b => BinaryPrimitives.ReadUInt64LittleEndian(b)),
            _ => null,
        };
        return values?.Length == count ? values : null;
    }

    private delegate double ReadOne(ReadOnlySpan<byte> bytes);

    private static double[] Convert(byte[] raw, int size, ReadOne read)
    {
        var values = new double[raw.Length / size];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = read(raw.AsSpan(i * size, size));
        }

        return values;
    }
}
