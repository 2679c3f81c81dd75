using System.Numerics;
using RasterAnalysis.Locality;
using RasterAnalysis.Onnx;
using RasterAnalysis.Tiling;

namespace RasterAnalysis.Narrowing;

/// <summary>
/// Goes through a graph and cuts margins off the inputs of nodes that go up in scale, as much as the core of the tile allows; what such a tensor meets
/// further down, in a skip connection, is cut to its size.
/// </summary>
/// <remarks>
/// A pixel <c>o</c> of the output depends on pixels of the input from <c>o + low</c> to <c>o + high</c>; an element at the place <c>x</c> of a tensor in
/// between depends on <c>x + l</c> to <c>x + h</c>. So the pixel can depend on the element only where <c>o + low ≤ x + l</c> and <c>x + h ≤ o + high</c>:
/// for every pixel of the core, none of the first <c>padding + low − l</c> pixels of that tensor matters. Cuts are whole steps of all that follows, so that
/// pooling and interpolation fall on the same places as before.
/// </remarks>
/// <param name="graph">The graph; all of it was followed, and nothing breaks locality.</param>
/// <param name="facts">Its facts for the tiles' size.</param>
/// <param name="outputName">The output that is read.</param>
/// <param name="tiling">The tiles.</param>
internal sealed class GraphCutter(OnnxGraph graph, LocalityFacts facts, string outputName, TilingPlan tiling)
{
    private const long LargestStep = 1 << 12;
    private static readonly ImageAxis[] Both = [ImageAxis.Rows, ImageAxis.Columns];
    private readonly Dictionary<string, int> _crops = new(StringComparer.Ordinal);
    private readonly List<NetworkCut> _cuts = [];

    /// <summary>Pixels that the output lacks on each side after <see cref="Cut"/>.</summary>
    public int OutputCrop => _crops.GetValueOrDefault(outputName);

    /// <summary>Cuts.</summary>
    /// <returns>Null for a graph that cannot be cut safely.</returns>
    public IReadOnlyList<NetworkCut>? Cut()
    {
        if (!facts.Outputs.TryGetValue(outputName, out var output) || output.IsLost || !RunsPurely(output)
            || Both.Any(axis => output.Reach(axis).Step != 1 || LengthOf(output, axis) != tiling.TileWidth) || StepsBehind() is not { } steps)
        {
            return null;
        }

        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            string[] inputs = [.. node.Inputs.Where(IsImage).Distinct()];
            if (inputs.Length > 0 && node.Outputs.Where(IsImage).ToArray() is { Length: > 0 } outputs && !TryCut(i, inputs, outputs, steps[i], output))
            {
                return null;
            }
        }

        return _cuts;
    }

    private bool TryCut(int index, string[] inputs, string[] outputs, long step, TensorFact whole)
    {
        var crop = inputs.Max(name => _crops.GetValueOrDefault(name));
        var result = facts.Tensors[outputs[0]];

        // where tensors meet they meet place by place, and all of them are cut alike
        var isMeeting = inputs.Length > 1;
        var taken = isMeeting ? result : facts.Tensors[inputs[0]];
        var isUpwards = !isMeeting && Both.Any(axis => result.Reach(axis).Step < taken.Reach(axis).Step);
        if (crop == 0 && !isUpwards)
        {
            return true;
        }

        if (!inputs.Concat(outputs).Select(name => facts.Tensors[name]).All(RunsPurely) || (isMeeting && !inputs.All(name => MeetsAt(facts.Tensors[name], result))))
        {
            return crop == 0;
        }

        var allowed = Both.Min(axis => Allowed(taken, whole, axis));
        crop = isUpwards ? Math.Max(crop, (int)(Math.Max(0, allowed) / step * step)) : crop;
        if (crop > allowed || crop % step != 0)
        {
            return false;
        }

        for (var input = 0; input < graph.Nodes[index].Inputs.Count; input++)
        {
            var name = graph.Nodes[index].Inputs[input];
            if (IsImage(name) && crop > _crops.GetValueOrDefault(name))
            {
                _cuts.Add(CutOf(index, input, facts.Tensors[name], crop - _crops.GetValueOrDefault(name)));
            }
        }

        foreach (var name in outputs)
        {
            _crops[name] = crop;
        }

        return true;
    }

    /// <summary>Pixels at the ends of a tensor on which no pixel of the core depends.</summary>
    private long Allowed(TensorFact taken, TensorFact whole, ImageAxis axis)
    {
        var (reach, end) = (taken.Reach(axis), whole.Reach(axis));
        var beyond = (reach.Step * LengthOf(taken, axis)) - LengthOf(whole, axis);
        return Fraction.Min(tiling.Padding + end.Low - reach.Low, tiling.Padding - end.High + reach.High + beyond).Floor();
    }

    private static NetworkCut CutOf(int node, int input, TensorFact fact, int pixels)
    {
        int Elements(ImageAxis axis) => checked((int)(new Fraction(pixels, 1) / fact.Reach(axis).Step).Floor());
        return new NetworkCut(node, input, AxisOf(fact, ImageAxis.Rows), AxisOf(fact, ImageAxis.Columns), Elements(ImageAxis.Rows), Elements(ImageAxis.Columns));
    }

    /// <summary>For each node, the pixels by which its inputs may be moved without anything behind them falling on other places; null when there is none.</summary>
    private long[]? StepsBehind()
    {
        var ofTensors = new Dictionary<string, long>(StringComparer.Ordinal);
        var ofNodes = new long[graph.Nodes.Count];
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            var inputs = node.Inputs.Where(IsImage).ToArray();
            ofNodes[i] = node.Outputs.Where(IsImage).Aggregate(1L, (step, name) => inputs.Aggregate(
                Fraction.LeastCommonMultiple(step, ofTensors.GetValueOrDefault(name, 1)), (all, input) => Fraction.LeastCommonMultiple(all, StepOf(input, name))));
            if (ofNodes[i] > LargestStep)
            {
                return null;
            }

            foreach (var name in inputs)
            {
                ofTensors[name] = Fraction.LeastCommonMultiple(ofTensors.GetValueOrDefault(name, 1), ofNodes[i]);
            }
        }

        return ofNodes;
    }

    private long StepOf(string input, string output) => Both.Aggregate(1L, (all, axis) =>
    {
        var (from, to) = (facts.Tensors[input].Reach(axis).Step, facts.Tensors[output].Reach(axis).Step);

        // interpolation at thirds is rounded otherwise at other places
        var scale = to / from;
        if (!BitOperations.IsPow2(scale.Numerator) || !BitOperations.IsPow2(scale.Denominator))
        {
            return LargestStep + 1;
        }

        // a scale of p/q takes its elements by a pattern that repeats after p of them
        var pattern = from * scale.Numerator;
        return Fraction.LeastCommonMultiple(Fraction.LeastCommonMultiple(all, pattern.Numerator), Fraction.LeastCommonMultiple(from.Numerator, to.Numerator));
    });

    private bool IsImage(string name) => name.Length > 0 && facts.Tensors.TryGetValue(name, out var fact) && fact.IsData && fact.HasSpace;

    private static bool MeetsAt(TensorFact fact, TensorFact result) => Both.All(axis =>
        fact.Reach(axis) is var reach && result.Reach(axis) is var merged && reach.Step == merged.Step && merged.Low <= reach.Low && merged.High >= reach.High
        && LengthOf(fact, axis) == LengthOf(result, axis));

    private static bool RunsPurely(TensorFact fact) =>
        Both.All(image => Enumerable.Range(0, fact.Axes.Count).Count(axis => fact.PureImageAxis(axis) == image) == 1)
        && Enumerable.Range(0, fact.Axes.Count).All(axis => fact.PureImageAxis(axis) is not null);

    private static int AxisOf(TensorFact fact, ImageAxis image) => Enumerable.Range(0, fact.Axes.Count).First(axis => fact.PureImageAxis(axis) == image);

    private static int LengthOf(TensorFact fact, ImageAxis image) => TensorFact.LengthOf(fact.Axes[AxisOf(fact, image)]);
}
