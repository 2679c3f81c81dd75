using System.Globalization;
using RasterAnalysis.Models;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Narrowing;

/// <summary>
/// Writes an ONNX file anew with <c>Slice</c> nodes where a narrowing cuts. All else stays as it is, weights in the file and beside it too, but for the
/// shapes that exporters note for intermediate tensors and for outputs: they would no longer be right. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public sealed class NarrowedModel
{
    // numbers of TensorProto.DataType and AttributeProto.AttributeType
    private const int Int64 = 7;
    private const int Tensor = 4;
    private readonly ReadOnlyMemory<byte> _file;
    private readonly ILookup<int, NetworkCut> _cuts;
    private readonly string _prefix;
    private readonly ProtobufMessage _graph = new();
    private readonly Dictionary<(string Tensor, int Rows, int Columns), string> _slices = [];
    private readonly HashSet<string> _constants = [];
    private int _node;

    private NarrowedModel(ReadOnlyMemory<byte> file, IReadOnlyList<NetworkCut> cuts, string prefix) =>
        (_file, _cuts, _prefix) = (file, cuts.ToLookup(cut => cut.Node), prefix);

    /// <summary>Writes the file.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="cuts">The cuts; nodes are counted as <see cref="OnnxModelReader"/> does.</param>
    /// <exception cref="ModelPackageException">The file is damaged.</exception>
    public static byte[] Write(byte[] file, IReadOnlyList<NetworkCut> cuts)
    {
        using var stream = new MemoryStream(file, writable: false);
        var reader = new ProtobufReader(stream);
        var result = new ProtobufMessage();
        try
        {
            while (Next(reader, out var start, out var field, out var wire))
            {
                if (field == 7)
                {
                    var writer = new NarrowedModel(file, cuts, FreePrefix(file));
                    result.Message(7, reader.ReadMessage(writer.Graph));
                }
                else
                {
                    reader.Skip(wire);
                    result.Raw(file.AsMemory((int)start, (int)(reader.Position - start)));
                }
            }
        }
        catch (Exception exception) when (exception is OverflowException or EndOfStreamException)
        {
            throw new ModelPackageException("The ONNX file is damaged.", exception);
        }

        return result.ToArray();
    }

    private ProtobufMessage Graph(ProtobufReader reader)
    {
        while (Next(reader, out var start, out var field, out var wire))
        {
            switch (field)
            {
                case 1:
                    _graph.Message(1, reader.ReadMessage(Node));
                    break;
                case 12:
                    _graph.Message(12, reader.ReadMessage(WithoutShape));
                    break;
                case 13:
                    reader.Skip(wire);
                    break;
                default:
                    Copy(_graph, reader, start, wire);
                    break;
            }
        }

        return _graph;
    }

    private ProtobufMessage Node(ProtobufReader reader)
    {
        var (number, node, input) = (_node++, new ProtobufMessage(), 0);
        while (Next(reader, out var start, out var field, out var wire))
        {
            if (field != 1)
            {
                Copy(node, reader, start, wire);
                continue;
            }

            var name = reader.ReadString();
            node.Text(1, _cuts[number].FirstOrDefault(cut => cut.Input == input) is { } found ? Sliced(name, found) : name);
            input++;
        }

        return node;
    }

    /// <summary>The name of a tensor's inner part; the node that makes it is written now, before the one that takes it.</summary>
    private string Sliced(string tensor, NetworkCut cut)
    {
        if (!_slices.TryGetValue((tensor, cut.Rows, cut.Columns), out var name))
        {
            _slices[(tensor, cut.Rows, cut.Columns)] = name = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_slices.Count}");
            var slice = new ProtobufMessage().Text(1, tensor)
                .Text(1, Constant(cut.Rows, cut.Columns)).Text(1, Constant(-cut.Rows, -cut.Columns)).Text(1, Constant(cut.RowsAxis, cut.ColumnsAxis))
                .Text(2, name).Text(3, name).Text(4, "Slice");
            _graph.Message(1, slice);
        }

        return name;
    }

    private string Constant(long first, long second)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{_prefix}{first},{second}");
        if (_constants.Add(name))
        {
            // a node rather than an initializer, which older files have to list among the inputs
            var tensor = new ProtobufMessage().Int(1, 2).Int(2, Int64).Int(7, first).Int(7, second);
            var value = new ProtobufMessage().Text(1, "value").Message(5, tensor).Int(20, Tensor);
            _graph.Message(1, new ProtobufMessage().Text(2, name).Text(3, name).Text(4, "Constant").Message(5, value));
        }

        return name;
    }

    /// <summary>A <c>ValueInfoProto</c> with its name and its tensor's element type alone.</summary>
    private ProtobufMessage WithoutShape(ProtobufReader reader) => Edit(reader, 2, type => Edit(type, 1, tensor => Edit(tensor, 2, null)));

    /// <summary>Copies a message, with one field's message changed or, where there is nothing to change it by, left out.</summary>
    private ProtobufMessage Edit(ProtobufReader reader, int changed, Func<ProtobufReader, ProtobufMessage>? change)
    {
        var result = new ProtobufMessage();
        while (Next(reader, out var start, out var field, out var wire))
        {
            if (field != changed)
            {
                Copy(result, reader, start, wire);
            }
            else if (change is null)
            {
                reader.Skip(wire);
            }
            else
            {
                result.Message(field, reader.ReadMessage(change));
            }
        }

        return result;
    }

    private void Copy(ProtobufMessage target, ProtobufReader reader, long start, ProtobufReader.WireType wire)
    {
        reader.Skip(wire);
        target.Raw(_file[(int)start..(int)reader.Position]);
    }

    private static bool Next(ProtobufReader reader, out long start, out int field, out ProtobufReader.WireType wire)
    {
        start = reader.Position;
        return reader.TryReadField(out field, out wire);
    }

    /// <summary>What no tensor's name in the file begins with.</summary>
    private static string FreePrefix(ReadOnlySpan<byte> file)
    {
        for (var i = 0; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"narrowed{i}:");
            if (file.IndexOf(System.Text.Encoding.UTF8.GetBytes(prefix)) < 0)
            {
                return prefix;
            }
        }
    }
}
