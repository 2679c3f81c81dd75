using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>
/// Walks an ONNX graph and works out what each output pixel depends on: total stride, offset and receptive field, and the nodes that make it
/// depend on the whole tile. It works for one size of the input, so that the shape arithmetic of exporters comes out as numbers.
/// </summary>
internal sealed class LocalityAnalyzer
{
    private const int MaxDepth = 16;

    // Where the walk ends the stride may be larger than what was found: every pixel network in use pools by powers of two, and by 32 at the most.
    private const int AssumedStride = 32;

    private readonly long _opset;
    private readonly LocalityFindings _findings = new();
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
            facts, analyzer._findings.Breaks, analyzer.Period, analyzer._memory.Peak, analyzer._work)
        {
            MixesTiles = analyzer._findings.MixesTiles,
            Random = analyzer._findings.Random,
        };
    }

    private long Period => _findings.IsCutShort ? Fraction.LeastCommonMultiple(_period, AssumedStride) : _period;

    private void Walk(OnnxGraph graph, Dictionary<string, TensorFact> facts, int depth)
    {
        foreach (var (name, tensor) in graph.Initializers)
        {
            facts[name] = ConstantRules.Of(tensor);
        }

        foreach (var node in graph.Nodes)
        {
            var scope = new NodeScope(node, node.Opset ?? _opset, facts.GetValueOrDefault, _findings);
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
        var isData = scope.HasUnknownInput || node.Inputs.Any(name => facts.TryGetValue(name, out var fact) && fact.IsData);
        var rule = OperatorRules.Find(node.Operator);
        string reason;
        try
        {
            if (node.Operator == "If" && depth < MaxDepth && scope.TryInput(0)?.Values is [var condition, ..])
            {
                return Branch(node.Attribute(condition != 0 ? "then_branch" : "else_branch")?.Graph, facts, depth);
            }

            if (rule is not null)
            {
                return [.. rule(scope).Select(output => Fold(scope, output, isData))];
            }

            reason = "is an operator whose reach is not known";
        }
        catch (Exception exception) when (exception is UnknownTensorException or InvalidOperationException or OverflowException or ArgumentException
            or IndexOutOfRangeException or DivideByZeroException)
        {
            reason = "has a shape that cannot be worked out";
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // whatever is wrong with a rule, the network can still be run
            reason = $"could not be followed ({exception.GetType().Name})";
        }

        if (isData || rule is null)
        {
            _findings.IsCutShort = true;
            if (rule is null || !scope.HasUnknownInput)
            {
                // behind the first node that cannot be followed there is nothing to say
                scope.Break(reason);
            }
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
        if (scope.Node.Operator is "Shape" or "Size" or "ConstantOfShape" or "Range" or "Constant")
        {
            return output;
        }

        var integer = scope.Node.Operator switch
        {
            "Cast" => scope.Node.Int("to", 1) is not (1 or 10 or 11 or 16),
            "Where" => scope.TryInput(1)?.IsInteger ?? false,
            "Equal" or "Greater" or "Less" or "GreaterOrEqual" or "LessOrEqual" or "And" or "Or" or "Xor" or "Not" => true,
            _ => output.IsInteger || (scope.TryInput(0)?.IsInteger ?? false),
        };
        var inputs = scope.Node.Inputs.Select((_, i) => scope.TryInput(i)).OfType<TensorFact>().ToArray();
        var isLost = output.IsLost || scope.HasUnknownInput || inputs.Any(input => input.IsLost)
            || (!output.HasSpace && inputs.Any(input => input.HasSpace) && !scope.TakesWholeTile);
        var values = isData ? null : ConstantFolder.TryFold(scope, output.Shape) ?? output.Values;
        return output with { IsLost = isLost, Values = integer ? values : Rounded(values), IsData = isData, IsInteger = integer };
    }

    // as the network's own arithmetic does
    private static double[]? Rounded(double[]? values) => values is null ? null : [.. values.Select(value => (double)(float)value)];

    private void Note(TensorFact fact)
    {
        _findings.IsCutShort |= fact is { IsData: true, IsLost: true, HasSpace: false, Count: > 1 };
        foreach (var image in (ImageAxis[])[ImageAxis.Rows, ImageAxis.Columns])
        {
            if (fact.Runs(image))
            {
                _period = Fraction.LeastCommonMultiple(_period, fact.Reach(image).Period);
            }
        }
    }
}
