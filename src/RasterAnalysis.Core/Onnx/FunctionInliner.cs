using System.Globalization;

namespace RasterAnalysis.Onnx;

/// <summary>
/// Puts the nodes of a file's own functions where they are called, functions within functions too: what a call does is what its nodes do. Names within a
/// function get a prefix of the call, so that no two calls share a tensor.
/// </summary>
/// <remarks>Functions that call themselves, which ONNX forbids, and calls beyond <see cref="OnnxGraph.MaxNodes"/> nodes stay as they are, and so do
/// functions in the domains of ONNX and ONNX Runtime.</remarks>
internal sealed class FunctionInliner
{
    private const int MaxDepth = 64;

    // Characters of all names together: a few long names in a function that is called often would fill the memory.
    private const long MaxNames = 1 << 26;
    private readonly Dictionary<(string Domain, string Name, string Overload), OnnxFunction> _functions = [];
    private readonly Dictionary<OnnxFunction, long> _lengths = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<OnnxFunction> _open = new(ReferenceEqualityComparer.Instance);
    private readonly string _prefix;
    private int _nodes;
    private long _names;
    private int _calls;

    private FunctionInliner(OnnxGraph graph, IReadOnlyList<OnnxFunction> functions)
    {
        foreach (var function in functions.Where(function => !IsOwned(function.Domain)))
        {
            _functions[(function.Domain, function.Name, function.Overload)] = function;
            _lengths[function] = function.Nodes.Sum(node => node.Name.Length + FunctionCall.MaxName + Names(node).Sum(name => (long)name.Length));
        }

        _prefix = FreePrefix([.. Names(graph), .. functions.SelectMany(function => function.Nodes).SelectMany(Names)]);
    }

    /// <summary>The graph without calls.</summary>
    public static OnnxGraph Inline(OnnxGraph graph, IReadOnlyList<OnnxFunction> functions) =>
        functions.Count == 0 ? graph : new FunctionInliner(graph, functions).Expand(graph, opset: null);

    private OnnxGraph Expand(OnnxGraph graph, long? opset) => graph with { Nodes = [.. graph.Nodes.SelectMany(node => Expand(node, opset))] };

    private List<OnnxNode> Expand(OnnxNode node, long? opset)
    {
        if (_functions.TryGetValue((node.Domain, node.OpType, node.Overload), out var function) && _open.Count < MaxDepth
            && _nodes + function.Nodes.Count <= OnnxGraph.MaxNodes && _names + _lengths[function] <= MaxNames && _open.Add(function))
        {
            _nodes += function.Nodes.Count;
            _names += _lengths[function];
            OnnxNode[] body = [.. new FunctionCall(function, node, string.Create(CultureInfo.InvariantCulture, $"{_prefix}{_calls++}:")).Nodes()];
            List<OnnxNode> nodes = [];
            foreach (var inner in body)
            {
                nodes.AddRange(Expand(inner, inner.Opset));
            }

            _open.Remove(function);
            return nodes;
        }

        var own = node with { Opset = opset };
        return [own.Attributes.Any(attribute => attribute.Graph is not null) ? own with { Attributes = [.. own.Attributes.Select(a => Expand(a, opset))] } : own];
    }

    private OnnxAttribute Expand(OnnxAttribute attribute, long? opset) => attribute.Graph is { } graph ? attribute with { Graph = Expand(graph, opset) } : attribute;

    // there ONNX Runtime takes its own operator before a function of the file
    private static bool IsOwned(string domain) => domain.Length == 0 || domain == "ai.onnx.ml" || domain.StartsWith("com.microsoft", StringComparison.Ordinal);

    private static IEnumerable<string> Names(OnnxGraph graph) => graph.Nodes.SelectMany(Names).Concat(graph.Initializers.Keys).Concat(graph.Inputs).Concat(graph.Outputs);

    private static IEnumerable<string> Names(OnnxNode node) =>
        node.Inputs.Concat(node.Outputs).Concat(node.Attributes.SelectMany(attribute => attribute.Graph is { } graph ? Names(graph) : []));

    private static string FreePrefix(HashSet<string> names)
    {
        for (var i = 0; ; i++)
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"inlined{i}:");
            if (!names.Any(name => name.StartsWith(prefix, StringComparison.Ordinal)))
            {
                return prefix;
            }
        }
    }
}
