using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>What of a graph may compute in bytes.</summary>
internal sealed class QuantizableGraph
{
    // the first version whose MaxPool takes bytes
    private const long PoolsBytes = 12;

    private readonly OnnxModel _model;
    private readonly OnnxWeights _weights;
    private readonly HashSet<string> _kept;
    private readonly ILookup<string, int> _consumers;
    private readonly Dictionary<int, QuantizableUnit> _byLast = [];
    private readonly HashSet<int> _inner = [];

    /// <summary>Looks at a graph.</summary>
    /// <param name="model">The network, read from the file; with no nodes out of functions.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="kept">Tensors that somebody reads beside the nodes.</param>
    public QuantizableGraph(OnnxModel model, OnnxWeights weights, IEnumerable<string> kept)
    {
        (_model, _weights) = (model, weights);
        _kept = [.. kept, .. model.Graph.Outputs];
        var nodes = model.Graph.Nodes;
        _consumers = nodes.Index().SelectMany(node => node.Item.Inputs.Distinct().Select(input => (input, node.Index))).ToLookup(pair => pair.input, pair => pair.Index);
        for (var i = 0; i < nodes.Count; i++)
        {
            if (!_inner.Contains(i) && Find(i) is { } unit)
            {
                _byLast[unit.Last] = unit;
            }
        }
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _model.Graph.Nodes;

    /// <summary>The units in the order of their last nodes.</summary>
    public IEnumerable<QuantizableUnit> Units => _byLast.OrderBy(unit => unit.Key).Select(unit => unit.Value);

    /// <summary>The unit whose last node stands at a place; null for none.</summary>
    public QuantizableUnit? EndingAt(int node) => _byLast.GetValueOrDefault(node);

    /// <summary>Whether somebody reads a tensor beside the nodes.</summary>
    public bool IsKept(string tensor) => _kept.Contains(tensor);

    /// <summary>Lengths of a constant; null where it is none.</summary>
    public int[]? ShapeOf(string constant) => _model.Graph.Initializers.TryGetValue(constant, out var tensor) ? tensor.Dimensions
        : Nodes.FirstOrDefault(node => node.Operator == "Constant" && node.Outputs[0] == constant)?.Attribute("value")?.Tensor?.Dimensions;

    private QuantizableUnit? Find(int place)
    {
        var node = Nodes[place];
        QuantizableKind? kind = node.Domain.Length > 0 ? null : node.OpType switch
        {
            "Conv" when HasWeights(node) => QuantizableKind.Convolution,
            "ConvTranspose" when HasWeights(node) && IsApart(node) => QuantizableKind.TransposedConvolution,
            "Add" when node.Inputs.Count == 2 && node.Inputs.All(IsImage) => QuantizableKind.Addition,
            "Concat" when node.Int("axis", 0) == 1 && node.Inputs.All(IsImage) => QuantizableKind.Concatenation,
            "MaxPool" when _model.Opset >= PoolsBytes && node.Outputs.Count == 1 => QuantizableKind.Passing,
            "Slice" or "Identity" => QuantizableKind.Passing,
            "Resize" or "Upsample" when node.Text("mode", "nearest") is "nearest" or "linear" => QuantizableKind.Passing,
            _ => null,
        };
        if (kind is not { } found)
        {
            return null;
        }

        var unit = new QuantizableUnit(found, node, null, null, place);
        if (found is QuantizableKind.Convolution or QuantizableKind.TransposedConvolution && Behind(unit) is { Item: var norm } behind && NormalizedWeights.IsConstant(norm, _weights))
        {
            unit = Taken(unit with { Norm = norm }, behind.Place);
        }

        return found is not (QuantizableKind.Passing or QuantizableKind.Concatenation) && Behind(unit) is { } next && IsCut(next.Item) ? Taken(unit with { Activation = next.Item }, next.Place) : unit;
    }

    private QuantizableUnit Taken(QuantizableUnit unit, int place)
    {
        _inner.Add(place);
        return unit with { Last = place };
    }

    /// <summary>The only node that takes what a unit makes, as its first input.</summary>
    private (int Place, OnnxNode Item)? Behind(QuantizableUnit unit) =>
        !_kept.Contains(unit.Output) && _consumers[unit.Output].ToArray() is [var place] && Nodes[place].Inputs[0] == unit.Output && Nodes[place].Outputs.Count == 1 ? (place, Nodes[place]) : null;

    private bool HasWeights(OnnxNode node) =>
        ShapeOf(node.Input(1)) is { Length: 4 } && _weights.Has(node.Input(1)) && (node.Input(2).Length == 0 || _weights.Has(node.Input(2)));

    private bool IsApart(OnnxNode node)
    {
        var (shape, strides) = (ShapeOf(node.Input(1))!, node.Ints("strides") ?? [1, 1]);
        return shape[2] == shape[3] && shape[2] > 1 && strides.All(stride => stride == shape[2]) && node.Int("group", 1) == 1 && node.Attribute("output_shape") is null
            && node.Text("auto_pad", "NOTSET") == "NOTSET" && All("pads", 0) && All("output_padding", 0) && All("dilations", 1);

        bool All(string name, long value) => node.Ints(name)?.All(number => number == value) ?? true;
    }

    /// <summary>Whether a node only cuts off what is below 0, or above a limit: a scale without the numbers that are cut off does the same.</summary>
    private bool IsCut(OnnxNode node) => node.Operator == "Relu"
        || (node.Operator == "Clip" && (node.Attribute("min") is { Float: 0 } || (node.Input(1).Length > 0 && _weights.TryRead(node.Input(1), 1) is [0])));

    private bool IsImage(string name) => name.Length > 0 && !_weights.Has(name);
}
