using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RasterAnalysis.Onnx;

/// <summary>Reads the Float32 weights of an ONNX file, whose graph <see cref="OnnxModelReader"/> reads without them. Field numbers are those of ONNX's <c>onnx.proto</c>.</summary>
internal sealed class OnnxWeights
{
    // TensorProto.DataType and TensorProto.DataLocation
    private const int Float = 1;
    private const int External = 1;

    private readonly byte[] _file;
    private readonly string _folder;
    private readonly Dictionary<string, FilePart> _parts = new(StringComparer.Ordinal);

    /// <summary>Finds the constants of a file.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="graph">Its graph, as read from these bytes, with no nodes out of functions.</param>
    /// <param name="folder">Folder in which files that hold weights lie.</param>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public OnnxWeights(byte[] file, OnnxGraph graph, string folder)
    {
        (_file, _folder) = (file, folder);
        MessageParts.ReadGraph(file, reader =>
        {
            foreach (var part in Parts(reader, 5))
            {
                _parts[NameOf(part)] = part;
            }
        });
        foreach (var node in graph.Nodes.Where(node => node.Operator == "Constant"))
        {
            if (node.Attribute("value") is { Tensor: not null, Source: var source } && Within(source, r => Parts(r, 5)) is [var part])
            {
                _parts[node.Outputs[0]] = new FilePart(source.Start + part.Start, source.Start + part.End);
            }
        }
    }

    /// <summary>Whether a tensor is a constant of the file.</summary>
    public bool Has(string name) => _parts.ContainsKey(name);

    /// <summary>A constant's elements.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="length">Elements that it must have.</param>
    /// <returns>In row-major order; null where it is no constant, of another type or another length.</returns>
    /// <exception cref="IOException">The file that holds them cannot be read.</exception>
    public float[]? TryRead(string name, long length)
    {
        if (!_parts.TryGetValue(name, out var part))
        {
            return null;
        }

        var (type, location) = (0L, 0L);
        var values = new List<float>();
        FilePart? raw = null;
        var external = new Dictionary<string, string>(StringComparer.Ordinal);
        Within(part, reader =>
        {
            while (reader.TryReadField(out var field, out var wire))
            {
                switch (field)
                {
                    case 2:
                        type = reader.ReadInt64();
                        break;
                    case 4:
                        reader.ReadRepeated(wire, values, reader.ReadFloat, int.MaxValue);
                        break;
                    case 9:
                        raw = reader.ReadMessage(r => r.Rest);
                        break;
                    case 13:
                        var (key, value) = reader.ReadMessage(OnnxTensorReader.ReadPair);
                        external[key] = value;
                        break;
                    case 14:
                        location = reader.ReadInt64();
                        break;
                    default:
                        reader.Skip(wire);
                        break;
                }
            }

            return true;
        });
        if (type != Float || length > Array.MaxLength / sizeof(float))
        {
            return null;
        }

        // parts of a message are counted from its own beginning
        return location == External ? FromFile(external, length)
            : raw is { } bytes ? bytes.End - bytes.Start == length * sizeof(float) ? Convert(_file.AsSpan((int)(part.Start + bytes.Start), (int)(bytes.End - bytes.Start))) : null
            : values.Count == length ? [.. values] : null;
    }

    private float[]? FromFile(Dictionary<string, string> external, long length)
    {
        if (!external.TryGetValue("location", out var location))
        {
            return null;
        }

        // the package's reader has looked at where it leads
        using var file = new FileStream(Path.Combine(_folder, location), FileMode.Open, FileAccess.Read, FileShare.Read);
        var offset = Number("offset", 0);
        if (Number("length", length * sizeof(float)) != length * sizeof(float) || offset < 0 || offset > file.Length - (length * sizeof(float)))
        {
            return null;
        }

        file.Position = offset;
        var bytes = new byte[length * sizeof(float)];
        file.ReadExactly(bytes);
        return Convert(bytes);

        long Number(string key, long otherwise) =>
            !external.TryGetValue(key, out var text) ? otherwise : long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }

    private static float[] Convert(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        if (BitConverter.IsLittleEndian)
        {
            bytes.CopyTo(MemoryMarshal.AsBytes(values.AsSpan()));
            return values;
        }

        for (var i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return values;
    }

    private string NameOf(FilePart part) => Within(part, reader =>
    {
        var name = "";
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == 8)
            {
                name = reader.ReadString();
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return name;
    });

    private static List<FilePart> Parts(ProtobufReader reader, int wanted)
    {
        var parts = new List<FilePart>();
        while (reader.TryReadField(out var field, out var wire))
        {
            if (field == wanted)
            {
                parts.Add(reader.ReadMessage(r => r.Rest));
            }
            else
            {
                reader.Skip(wire);
            }
        }

        return parts;
    }

    private T Within<T>(FilePart part, Func<ProtobufReader, T> read)
    {
        using var stream = new MemoryStream(_file, (int)part.Start, (int)(part.End - part.Start), writable: false);
        return read(new ProtobufReader(stream));
    }
}
