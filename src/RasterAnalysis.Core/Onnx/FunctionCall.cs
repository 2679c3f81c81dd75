namespace RasterAnalysis.Onnx;

/// <summary>One call of a function: its nodes with the names and attributes of the call.</summary>
internal sealed class FunctionCall
{
    /// <summary>Characters of a node's name at the most.</summary>
    public const int MaxName = 200;

    private readonly OnnxFunction _function;
    private readonly OnnxNode _call;
    private readonly string _prefix;
    private readonly long _opset;
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly List<(string From, string To)> _passed = [];

    /// <summary>Takes names and attributes over.</summary>
    /// <param name="function">The function.</param>
    /// <param name="call">The node that calls it.</param>
    /// <param name="prefix">Begins the names of tensors that are seen within the call alone.</param>
    public FunctionCall(OnnxFunction function, OnnxNode call, string prefix)
    {
        (_function, _call, _prefix) = (function, call, prefix);
        _opset = OperatorSet.VersionOf(function.OperatorSets, "");
        for (var i = 0; i < function.Inputs.Count; i++)
        {
            _names[function.Inputs[i]] = call.Input(i);
        }

        for (var i = 0; i < function.Outputs.Count && i < call.Outputs.Count; i++)
        {
            if (call.Outputs[i].Length > 0 && !_names.TryAdd(function.Outputs[i], call.Outputs[i]))
            {
                // an input, or an output that stands twice
                _passed.Add((_names[function.Outputs[i]], call.Outputs[i]));
            }
        }
    }

    /// <summary>The nodes, in the order in which they run.</summary>
    public IEnumerable<OnnxNode> Nodes()
    {
        var name = _call.Name.Length > 0 ? _call.Name : _call.Outputs.FirstOrDefault("");
        foreach (var node in _function.Nodes)
        {
            var full = $"{name}/{(node.Name.Length > 0 ? node.Name : node.Outputs.FirstOrDefault(""))}";
            yield return Node(node) with { Name = full.Length > MaxName ? full[..MaxName] : full };
        }

        foreach (var (from, to) in _passed)
        {
            yield return new OnnxNode(name, "", "Identity", [from], [to], []) { Opset = Opset, IsInlined = true };
        }
    }

    private long? Opset => _opset == 0 ? null : _opset;

    private OnnxNode Node(OnnxNode node) => node with
    {
        Inputs = [.. node.Inputs.Select(Rename)],
        Outputs = [.. node.Outputs.Select(Rename)],
        Attributes = [.. node.Attributes.Select(Attribute).OfType<OnnxAttribute>()],
        Opset = Opset,
        IsInlined = true,
    };

    /// <summary>An attribute with its value; null where neither the call nor the function gives one, and the operator's own default holds.</summary>
    private OnnxAttribute? Attribute(OnnxAttribute attribute)
    {
        if (attribute.Reference.Length > 0)
        {
            var given = _call.Attribute(attribute.Reference) ?? _function.Defaults.FirstOrDefault(value => value.Name == attribute.Reference);
            return given is null ? null : given with { Name = attribute.Name };
        }

        return attribute.Graph is { } graph ? attribute with { Graph = Graph(graph) } : attribute;
    }

    private OnnxGraph Graph(OnnxGraph graph)
    {
        var initializers = new Dictionary<string, OnnxTensor>(StringComparer.Ordinal);
        foreach (var (name, tensor) in graph.Initializers)
        {
            initializers[Rename(name)] = tensor;
        }

        return new OnnxGraph([.. graph.Nodes.Select(Node)], initializers, [.. graph.Inputs.Select(Rename)], [.. graph.Outputs.Select(Rename)]);
    }

    private string Rename(string name) => name.Length == 0 ? "" : _names.GetValueOrDefault(name, _prefix + name);
}
