using System.Buffers.Binary;
using System.Text;

namespace RasterAnalysis.Testing.Variables;

/// <summary>Writes netCDF files byte by byte, in the classic format (CDF-1), so that what the tests put in does not go through the library under test.</summary>
public sealed class NetCdfFile
{
    private readonly List<(string Name, int Size)> _dimensions = [];
    private readonly List<(string Name, int[] Dimensions, Array Values, (string Name, object Value)[] Attributes)> _variables = [];

    /// <summary>Adds a dimension.</summary>
    public NetCdfFile Dimension(string name, int size)
    {
        _dimensions.Add((name, size));
        return this;
    }

    /// <summary>Adds a dimension with the variable of the same name that holds its values.</summary>
    public NetCdfFile Axis(string name, double[] values, params (string Name, object Value)[] attributes) =>
        Dimension(name, values.Length).Variable(name, [name], values, attributes);

    /// <summary>Adds a variable.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="dimensions">Names of its dimensions, the last one changing fastest.</param>
    /// <param name="values">All of them: <c>sbyte</c>, <c>short</c>, <c>int</c>, <c>float</c> or <c>double</c>; <c>byte</c> for characters.</param>
    /// <param name="attributes">Texts, or numbers of the same types.</param>
    public NetCdfFile Variable(string name, string[] dimensions, Array values, params (string Name, object Value)[] attributes)
    {
        _variables.Add((name, [.. dimensions.Select(dimension => _dimensions.FindIndex(known => known.Name == dimension))], values, attributes));
        return this;
    }

    /// <summary>The file's bytes.</summary>
    public byte[] ToArray()
    {
        var header = Header(new int[_variables.Count]);
        var (begins, end) = (new int[_variables.Count], header.Length);
        foreach (var (i, variable) in _variables.Index())
        {
            begins[i] = end;
            end += Padded(Bytes(variable.Values).Length);
        }

        using var file = new MemoryStream();
        file.Write(Header(begins));
        foreach (var variable in _variables)
        {
            Pad(file, Bytes(variable.Values));
        }

        return file.ToArray();
    }

    private byte[] Header(int[] begins)
    {
        using var file = new MemoryStream();
        file.Write("CDF\u0001"u8);
        Number(file, 0);
        List(file, 0x0A, _dimensions.Count);
        foreach (var (name, size) in _dimensions)
        {
            Text(file, name);
            Number(file, size);
        }

        List(file, 0, 0);
        List(file, 0x0B, _variables.Count);
        foreach (var (i, (name, dimensions, values, attributes)) in _variables.Index())
        {
            Text(file, name);
            Number(file, dimensions.Length);
            Array.ForEach(dimensions, dimension => Number(file, dimension));
            List(file, 0x0C, attributes.Length);
            foreach (var (key, value) in attributes)
            {
                Text(file, key);
                Array content = value is string text ? Encoding.UTF8.GetBytes(text) : One(value);
                Number(file, TypeOf(content));
                Number(file, content.Length);
                Pad(file, Bytes(content));
            }

            Number(file, TypeOf(values));
            Number(file, Padded(Bytes(values).Length));
            Number(file, begins[i]);
        }

        return file.ToArray();
    }

    private static Array One(object number)
    {
        var array = Array.CreateInstance(number.GetType(), 1);
        array.SetValue(number, 0);
        return array;
    }

    // an empty list has no tag
    private static void List(MemoryStream file, int tag, int count)
    {
        Number(file, count == 0 ? 0 : tag);
        Number(file, count);
    }

    private static void Text(MemoryStream file, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Number(file, bytes.Length);
        Pad(file, bytes);
    }

    private static void Number(MemoryStream file, int number)
    {
        Span<byte> bytes = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(bytes, number);
        file.Write(bytes);
    }

    private static void Pad(MemoryStream file, byte[] bytes)
    {
        file.Write(bytes);
        file.Write(new byte[Padded(bytes.Length) - bytes.Length]);
    }

    private static int Padded(int length) => (length + 3) / 4 * 4;

    // by its very type: a byte[] passes for a sbyte[] as well
    private static int TypeOf(Array values) => Type.GetTypeCode(values.GetType().GetElementType()) switch
    {
        TypeCode.SByte => 1,
        TypeCode.Byte => 2,
        TypeCode.Int16 => 3,
        TypeCode.Int32 => 4,
        TypeCode.Single => 5,
        _ => 6,
    };

    private static byte[] Bytes(Array values)
    {
        var size = Buffer.ByteLength(values) / Math.Max(1, values.Length);
        var bytes = new byte[Buffer.ByteLength(values)];
        Buffer.BlockCopy(values, 0, bytes, 0, bytes.Length);
        for (var i = 0; i < bytes.Length && size > 1; i += size)
        {
            Array.Reverse(bytes, i, size);
        }

        return bytes;
    }
}
