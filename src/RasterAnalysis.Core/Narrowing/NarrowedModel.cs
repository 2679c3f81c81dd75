using System.Globalization;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Narrowing;

/// <summary>
/// Writes an ONNX file anew with <c>Slice</c> nodes where a narrowing cuts. All else stays as it is, weights in the file and beside it too, but for the
/// shapes that exporters note for intermediate tensors and for outputs, which would no longer be right, and the file's own functions, whose nodes are
/// written where they are called. Field numbers are those of ONNX's <c>onnx.proto</c>.
/// </summary>
public sealed class NarrowedModel
{
    // numbers of TensorProto.DataType and AttributeProto.AttributeType
    private const int Int64 = 7;
    private const int Tensor = 4;
    private const int FunctionField = 25;
    private readonly byte[] _file;
    private readonly ILookup<int, NetworkCut> _cuts;
    private readonly string _prefix;
    private readonly ProtobufMessage _graph = new();
    private readonly Dictionary<(string Tensor, int Rows, int Columns), string> _slices = [];
    private readonly HashSet<string> _constants = [];

    private NarrowedModel(byte[] file, IReadOnlyList<NetworkCut> cuts, string prefix) =>
        (_file, _cuts, _prefix) = (file, cuts.ToLookup(cut => cut.Node), prefix);

    /// <summary>Writes the file.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="cuts">The cuts; nodes are counted as <see cref="OnnxModelReader"/> does.</param>
    /// <exception cref="OnnxFormatException">The file is damaged.</exception>
    public static byte[] Write(byte[] file, IReadOnlyList<NetworkCut> cuts)
    {
        using var stream = new MemoryStream(file, writable: false);
        var model = OnnxModelReader.Read(stream);
        stream.Position = 0;
        var reader = new ProtobufReader(stream);
        var result = new ProtobufMessage();
        try
        {
            while (reader.TryReadField(out var start, out var field, out var wire))
            {
                if (field == 7)
                {
                    var writer = new NarrowedModel(file, cuts, FreePrefix.Of(file, "narrowed"));
                    result.Message(7, reader.ReadMessage(r => writer.Graph(r, model.Graph.Nodes)));
                }
                else
                {
                    reader.Skip(wire);
                    result.Raw(field == FunctionField ? default : file.AsMemory((int)start, (int)(reader.Position - start)));
                }
            }
        }
        catch (Exception exception) when (exception is OverflowException or EndOfStreamException)
        {
            throw new OnnxFormatException("The ONNX file is damaged.", exception);
        }

        foreach (var set in MissingSets(model))
        {
            result.Message(8, new ProtobufMessage().Text(1, set.Domain).Int(2, set.Version));
        }

        return result.ToArray();
    }

    /// <summary>Versions of operators that only the functions name.</summary>
    private static IEnumerable<OperatorSet> MissingSets(OnnxModel model) => model.Functions.SelectMany(function => function.OperatorSets)
        .Where(set => model.OperatorSets.All(known => known.Domain != set.Domain)).DistinctBy(set => set.Domain);

    private ProtobufMessage Graph(ProtobufReader reader, IReadOnlyList<OnnxNode> nodes)
    {
        for (var i = 0; i < nodes.Count; i++)
        {
            string[] inputs = [.. nodes[i].Inputs.Select((name, input) => _cuts[i].FirstOrDefault(cut => cut.Input == input) is { } found ? Sliced(name, found) : name)];
            _graph.Message(1, Node(nodes[i], inputs));
        }

        while (reader.TryReadField(out var start, out var field, out var wire))
        {
            switch (field)
            {
                case 1 or 13:
                    reader.Skip(wire);
                    break;
                case 12:
                    _graph.Message(12, reader.ReadMessage(WithoutShape));
                    break;
                default:
                    Copy(_graph, reader, start, wire);
                    break;
            }
        }

        return _graph;
    }

    private ProtobufMessage Node(OnnxNode node, string[] inputs)
    {
        var message = new ProtobufMessage();
        foreach (var input in inputs)
        {
            message.Text(1, input);
        }

        if (!node.IsInlined && node.Source is { } source)
        {
            return message.Raw(MessageParts.Without(_file, source, 1));
        }

        foreach (var output in node.Outputs)
        {
            message.Text(2, output);
        }

        message.Text(3, node.Name).Text(4, node.OpType).Text(7, node.Domain);
        foreach (var attribute in node.Attributes)
        {
            // what names it, or the attribute of the call that gave its value
            message.Message(5, new ProtobufMessage().Text(1, attribute.Name).Raw(MessageParts.Without(_file, attribute.Source, 1, 21)));
        }

        return message;
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
        while (reader.TryReadField(out var start, out var field, out var wire))
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
        target.Raw(_file.AsMemory((int)start, (int)(reader.Position - start)));
    }
}
