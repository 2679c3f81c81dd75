using RasterAnalysis.Onnx;

namespace RasterAnalysis.Quantization;

/// <summary>
/// What of a graph may compute in 16 bits. Left in Float32 are all operators that are not listed here: those that lose in 16 bits (<c>Softmax</c>, means and sums over images, normalisations by
/// themselves, <c>Exp</c>, <c>Log</c>, <c>Pow</c>, <c>Div</c>, <c>Sigmoid</c>, and <c>Sub</c>, where digits cancel), and those for which ONNX Runtime's CUDA provider has no kernel in 16 bits: they
/// would go over to the processor and back.
/// </summary>
internal sealed class HalfGraph
{
    /// <summary>The largest finite number of 16 bits.</summary>
    public const float Largest = 65504;

    // the least of which 16 bits hold all digits
    private const float Least = 1f / 16384;

    // Kind, the first version of ONNX's operators whose kernel takes 16 bits, and places of inputs that are numbers as its results are; null for all.
    private static readonly Dictionary<string, (HalfKind Kind, long Since, int[]? Numbers)> Rules = new(StringComparer.Ordinal)
    {
        ["Conv"] = (HalfKind.Multiplying, 1, null),
        ["ConvTranspose"] = (HalfKind.Multiplying, 1, null),
        ["Gemm"] = (HalfKind.Multiplying, 7, null),
        ["MatMul"] = (HalfKind.Multiplying, 1, null),
        ["Add"] = (HalfKind.Elementwise, 7, null),
        ["Mul"] = (HalfKind.Elementwise, 7, null),
        ["PRelu"] = (HalfKind.Elementwise, 7, null),
        ["LeakyRelu"] = (HalfKind.Elementwise, 6, [0]),
        ["HardSigmoid"] = (HalfKind.Elementwise, 6, [0]),
        ["HardSwish"] = (HalfKind.Elementwise, 14, [0]),
        ["Clip"] = (HalfKind.Elementwise, 12, null),
        ["Pad"] = (HalfKind.Elementwise, 2, [0, 2]),
        ["Relu"] = (HalfKind.Passing, 6, [0]),
        ["Concat"] = (HalfKind.Passing, 4, null),
        ["MaxPool"] = (HalfKind.Passing, 1, [0]),
        ["Slice"] = (HalfKind.Passing, 1, [0]),
        ["Split"] = (HalfKind.Passing, 2, [0]),
        ["Resize"] = (HalfKind.Passing, 10, [0]),
        ["Upsample"] = (HalfKind.Passing, 7, [0]),
        ["DepthToSpace"] = (HalfKind.Passing, 1, [0]),
        ["SpaceToDepth"] = (HalfKind.Passing, 1, [0]),
        ["Transpose"] = (HalfKind.Passing, 1, [0]),
        ["Reshape"] = (HalfKind.Passing, 5, [0]),
        ["Flatten"] = (HalfKind.Passing, 9, [0]),
        ["Squeeze"] = (HalfKind.Passing, 1, [0]),
        ["Unsqueeze"] = (HalfKind.Passing, 1, [0]),
        ["Identity"] = (HalfKind.Passing, 1, [0]),
    };

    private readonly OnnxModel _model;
    private readonly OnnxWeights _weights;
    private readonly HashSet<string> _kept;
    private readonly ILookup<string, int> _consumers;
    private readonly Dictionary<int, HalfUnit> _byLast = [];
    private readonly Dictionary<HalfUnit, IReadOnlyDictionary<int, (int[] Shape, float[] Values)>> _constants = [];

    /// <summary>Looks at a graph.</summary>
    /// <param name="model">The network, read from the file; with no nodes out of functions.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="kept">Tensors that somebody reads beside the nodes.</param>
    public HalfGraph(OnnxModel model, OnnxWeights weights, IEnumerable<string> kept)
    {
        (_model, _weights) = (model, weights);
        _kept = [.. kept, .. model.Graph.Outputs];
        _consumers = Nodes.Index().SelectMany(node => node.Item.Inputs.Distinct().Select(input => (input, node.Index))).ToLookup(pair => pair.input, pair => pair.Index);
        for (var i = 0; i < Nodes.Count; i++)
        {
            if (Find(i) is { } unit)
            {
                _byLast[unit.Last] = unit;
            }
        }
    }

    /// <summary>The nodes.</summary>
    public IReadOnlyList<OnnxNode> Nodes => _model.Graph.Nodes;

    /// <summary>The units in the order of their last nodes.</summary>
    public IEnumerable<HalfUnit> Units => _byLast.OrderBy(unit => unit.Key).Select(unit => unit.Value);

    /// <summary>Nodes whose weights, of whatever type, multiply.</summary>
    public static bool IsMultiplying(OnnxNode node) => node.Domain.Length == 0 && Rules.TryGetValue(node.OpType, out var rule) && rule.Kind == HalfKind.Multiplying;

    /// <summary>The unit whose last node stands at a place; null for none.</summary>
    public HalfUnit? EndingAt(int node) => _byLast.GetValueOrDefault(node);

    /// <summary>Whether somebody reads a tensor beside the nodes.</summary>
    public bool IsKept(string tensor) => _kept.Contains(tensor);

    /// <summary>The tensors that a unit takes, without constants.</summary>
    public IEnumerable<string> InputsOf(HalfUnit unit) => unit.Numbers.Select(place => unit.Node.Inputs[place]).Where(input => !_weights.Has(input));

    /// <summary>The constants that a unit takes as numbers, by their places, what is behind it taken into them.</summary>
    /// <returns>Null where they are of another type, or 16 bits do not hold them.</returns>
    public IReadOnlyDictionary<int, (int[] Shape, float[] Values)>? ConstantsOf(HalfUnit unit)
    {
        if (!_constants.TryGetValue(unit, out var constants) && Read(unit) is { } read && read.All(pair => Holds(unit, pair.Key, pair.Value.Values)))
        {
            _constants[unit] = constants = read;
        }

        return constants;
    }

    private Dictionary<int, (int[] Shape, float[] Values)>? Read(HalfUnit unit)
    {
        var constants = new Dictionary<int, (int[] Shape, float[] Values)>();
        if (unit.Norm is not null)
        {
            var shape = ShapeOf(unit.Node.Input(1))!;
            if (NormalizedWeights.TryRead(unit.Node, unit.Norm, shape, _weights) is not (var values, { } bias))
            {
                return null;
            }

            (constants[1], constants[2]) = ((shape, values), ([bias.Length], bias));
            return constants;
        }

        foreach (var place in unit.Numbers.Where(place => _weights.Has(unit.Node.Inputs[place])))
        {
            if (ShapeOf(unit.Node.Inputs[place]) is not { } shape
                || _weights.TryRead(unit.Node.Inputs[place], shape.Aggregate(1L, (product, side) => product * side)) is not { } values)
            {
                return null;
            }

            // a limit beyond what there is in 16 bits is none
            constants[place] = (shape, unit.Node.OpType == "Clip" ? [.. values.Select(value => Math.Clamp(value, -Largest, Largest))] : values);
        }

        return constants;
    }

    private static bool Holds(HalfUnit unit, int place, float[] values)
    {
        var largest = 0f;
        foreach (var value in values)
        {
            // a number that is none is larger than any
            largest = Math.Abs(value) <= largest ? largest : float.IsNaN(value) ? float.PositiveInfinity : Math.Abs(value);
        }

        return largest <= Largest && (unit.Kind != HalfKind.Multiplying || place != 1 || largest == 0 || largest >= Least);
    }

    private HalfUnit? Find(int place)
    {
        var node = Nodes[place];
        if (node.Domain.Length > 0 || !Rules.TryGetValue(node.OpType, out var rule) || _model.Opset < rule.Since || (node.Outputs.Count != 1 && node.OpType != "Split")
            || node.Outputs.Contains("") || node.Text("mode", "nearest") is "cubic" || node.Input(0).Length == 0)
        {
            return null;
        }

        int[] numbers = [.. (rule.Numbers ?? [.. Enumerable.Range(0, node.Inputs.Count)]).Where(number => node.Input(number).Length > 0)];
        if (rule.Kind != HalfKind.Multiplying)
        {
            return new HalfUnit(rule.Kind, node, null, place, numbers);
        }

        // products of two tensors, as attention has, go on in 16 bits where both come so
        var hasWeights = !_weights.Has(node.Input(0)) && node.Inputs.Skip(1).All(input => input.Length == 0 || _weights.Has(input));
        var unit = new HalfUnit(hasWeights ? HalfKind.Multiplying : HalfKind.Elementwise, node, null, place, numbers);
        return hasWeights && node.OpType is "Conv" or "ConvTranspose" && (node.OpType == "Conv" || node.Int("group", 1) == 1) && ShapeOf(node.Input(1)) is { Length: > 2 } && NormBehind(node) is { } norm
            ? unit with { Norm = Nodes[norm], Last = norm } : unit;
    }

    /// <summary>A normalisation that alone takes what a convolution makes.</summary>
    private int? NormBehind(OnnxNode node) => !_kept.Contains(node.Outputs[0]) && _consumers[node.Outputs[0]].ToArray() is [var place] && Nodes[place].Inputs[0] == node.Outputs[0]
        && Nodes[place].Outputs.Count == 1 && NormalizedWeights.IsConstant(Nodes[place], _weights) ? place : null;

    private int[]? ShapeOf(string constant) => _model.Graph.Initializers.TryGetValue(constant, out var tensor) ? tensor.Dimensions
        : Nodes.FirstOrDefault(node => node.Operator == "Constant" && node.Outputs[0] == constant)?.Attribute("value")?.Tensor?.Dimensions;
}
