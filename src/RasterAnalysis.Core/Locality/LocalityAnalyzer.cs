using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>
/// Walks an ONNX graph and works out what each output pixel depends on: total stride, offset and receptive field, and the nodes that make it
/// depend on the whole tile. It works for one size of the input, so that the shape arithmetic of exporters comes out as numbers.
/// </summary>
internal sealed class LocalityAnalyzer
{
    private const int MaxDepth = 16;
    // These turn the tile into one value, which is the same everywhere: what depends on it has no place to lose.
    private static readonly HashSet<string> WholeTile = new(StringComparer.Ordinal) { "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool", "QLinearGlobalAveragePool", "DynamicQuantizeLinear" };

    private readonly long _opset;
    private readonly List<LocalityBreak> _breaks = [];
    private readonly ActivationMemory _memory = new();
    private double _work;
    private long _period = 1;

    private LocalityAnalyzer(long opset) => _opset = opset;

    /// <summary>Analyses a graph.</summary>
    /// <param name="model">The network.</param>
    /// <param name="inputName">The image input.</param>
    /// <param name="inputShape">Its shape; no axis may be open.</param>
    /// <param name="rowsAxis">Which axis holds the rows.</param>
    /// <param name="columnsAxis">Which axis holds the columns.</param>
    public static LocalityFacts Analyze(OnnxModel model, string inputName, IReadOnlyList<int> inputShape, int rowsAxis, int columnsAxis)
    {
        var analyzer = new LocalityAnalyzer(model.Opset);
        var image = TensorFact.Plain(inputShape, isData: true)
            .WithAxis(rowsAxis, [new AxisPart(ImageAxis.Rows, inputShape[rowsAxis])])
            .WithAxis(columnsAxis, [new AxisPart(ImageAxis.Columns, inputShape[columnsAxis])]);
        var facts = new Dictionary<string, TensorFact> { [inputName] = image };
        analyzer._memory.Visit(model.Graph);
        analyzer.Walk(model.Graph, facts, 0);
        return new LocalityFacts(
            model.Graph.Outputs.Where(facts.ContainsKey).ToDictionary(name => name, name => facts[name].Normalize()),
            facts, analyzer._breaks, analyzer._period, analyzer._memory.Peak, analyzer._work);
    }

    private void Walk(OnnxGraph graph, Dictionary<string, TensorFact> facts, int depth)
    {
        foreach (var (name, tensor) in graph.Initializers)
        {
            facts[name] = ConstantRules.Of(tensor);
        }

        foreach (var node in graph.Nodes)
        {
            var scope = new NodeScope(node, _opset, facts.GetValueOrDefault, _breaks);
            var outputs = Apply(scope, facts, depth);
            for (var i = 0; i < node.Outputs.Count && i < outputs.Count; i++)
            {
                if (node.Outputs[i].Length > 0)
                {
                    facts[node.Outputs[i]] = outputs[i];
                    Note(outputs[i]);
                }
            }

            _memory.After(node, facts);
            _work += NodeWork.Of(node, facts);
        }
    }

    private IReadOnlyList<TensorFact> Apply(NodeScope scope, Dictionary<string, TensorFact> facts, int depth)
    {
        var node = scope.Node;
        var isData = node.Inputs.Any(name => facts.TryGetValue(name, out var fact) && fact.IsData);
        try
        {
            if (node.OpType == "If" && depth < MaxDepth && scope.TryInput(0)?.Values is [var condition, ..])
            {
                return Branch(node.Attribute(condition != 0 ? "then_branch" : "else_branch")?.Graph, facts, depth);
            }

            if (OperatorRules.Find(node.OpType) is { } rule)
            {
                var outputs = rule(scope);
                return [.. outputs.Select(output => Fold(scope, output, isData))];
            }
        }
        catch (Exception exception) when (exception is UnknownTensorException or InvalidOperationException or OverflowException or ArgumentException
            or IndexOutOfRangeException or DivideByZeroException)
        {
            // a graph that the rules do not understand is no fault of the graph
        }

        if (isData || OperatorRules.Find(node.OpType) is null)
        {
            scope.Break(OperatorRules.Find(node.OpType) is null ? "is an operator whose reach is not known" : "has a shape that cannot be worked out");
        }

        return [];
    }

    private IReadOnlyList<TensorFact> Branch(OnnxGraph? graph, Dictionary<string, TensorFact> facts, int depth)
    {
        if (graph is null)
        {
            throw new UnknownTensorException();
        }

        Walk(graph, facts, depth + 1);
        return [.. graph.Outputs.Select(name => facts.GetValueOrDefault(name) ?? throw new UnknownTensorException())];
    }

    private static TensorFact Fold(NodeScope scope, TensorFact output, bool isData)
    {
        if (output.Values is not null && scope.Node.Inputs.Count == 0)
        {
            return output;
        }

        // a shape is a constant even where the tensor that has it is not
        if (scope.Node.OpType is "Shape" or "Size" or "ConstantOfShape" or "Range" or "Constant")
        {
            return output;
        }

        var integer = scope.Node.OpType switch
        {
            "Cast" => scope.Node.Int("to", 1) is not (1 or 10 or 11 or 16),
            "Where" => scope.TryInput(1)?.IsInteger ?? false,
            "Equal" or "Greater" or "Less" or "GreaterOrEqual" or "LessOrEqual" or "And" or "Or" or "Xor" or "Not" => true,
            _ => output.IsInteger || (scope.TryInput(0)?.IsInteger ?? false),
        };
        var inputs = scope.Node.Inputs.Select((_, i) => scope.TryInput(i)).OfType<TensorFact>().ToArray();
        var isLost = output.IsLost || inputs.Any(input => input.IsLost)
            || (!output.HasSpace && inputs.Any(input => input.HasSpace) && !WholeTile.Contains(scope.Node.OpType) && !scope.Node.OpType.StartsWith("Reduce", StringComparison.Ordinal));
        return output with { IsLost = isLost, Values = isData ? null : ConstantFolder.TryFold(scope, output.Shape), IsData = isData, IsInteger = integer };
    }

    private void Note(TensorFact fact)
    {
        foreach (var image in (ImageAxis[])[ImageAxis.Rows, ImageAxis.Columns])
        {
            if (fact.Runs(image))
            {
                _period = Fraction.LeastCommonMultiple(_period, fact.Reach(image).Period);
            }
        }
    }
}
