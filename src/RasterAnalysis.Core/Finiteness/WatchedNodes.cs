using RasterAnalysis.Locality;
using RasterAnalysis.Onnx;

namespace RasterAnalysis.Finiteness;

/// <summary>The nodes that are looked at, collected in the order in which they run.</summary>
/// <param name="facts">What is known of the graph's tensors.</param>
/// <param name="batch">Tiles of the run that they are known for.</param>
/// <param name="hiding">What hides their results.</param>
internal sealed class WatchedNodes(LocalityFacts facts, int batch, HidingNodes hiding)
{
    // No network of pixels divides so often; one that was made to slow the service down could.
    private const int Most = 32;
    private const int LongestName = 100;
    private readonly List<WatchedNode> _nodes = [];
    private readonly Dictionary<string, uint> _taints = new(StringComparer.Ordinal);

    /// <summary>The nodes so far.</summary>
    public IReadOnlyList<WatchedNode> Nodes => _nodes;

    /// <summary>Whether one of them stood in a function of the file.</summary>
    public bool HasInlined { get; private set; }

    /// <summary>Notes the next node, and looks at it if its hazard would be hidden.</summary>
    public void Note(OnnxNode node, NodeHazard hazard)
    {
        var taint = node.Inputs.Aggregate(0u, (all, input) => all | _taints.GetValueOrDefault(input));
        if (hazard.Exists && _nodes.Count < Most && hiding.IsNeeded(node.Outputs[0]))
        {
            var ofInfinity = hazard.MakesInfinity ? hiding.OfInfinity(node.Outputs[0]) : null;
            if ((hazard.MakesNaN ? hiding.OfNaN(node.Outputs[0]) ?? ofInfinity : ofInfinity) is { } hides)
            {
                var own = 1u << _nodes.Count;
                _nodes.Add(Watched(node, hazard, hides, ofInfinity is not null, [.. Enumerable.Range(0, _nodes.Count).Where(place => (taint & (1u << place)) != 0)]));
                HasInlined |= node.IsInlined;
                taint |= own;
            }
        }

        foreach (var output in taint == 0 ? [] : node.Outputs.Where(output => output.Length > 0))
        {
            _taints[output] = taint;
        }
    }

    private WatchedNode Watched(OnnxNode node, NodeHazard hazard, OnnxNode hides, bool countsInfinity, int[] after)
    {
        var result = new WatchedNode(NameOf(node), node.Outputs[0], hazard.Cause, NameOf(hides), countsInfinity, null, null, null, after);
        if (facts.Tensors.GetValueOrDefault(node.Outputs[0]) is not { } fact || fact.Shape is not [var first, ..] || first != batch)
        {
            return result;
        }

        var axes = Enumerable.Range(0, fact.Axes.Count).ToLookup(axis => fact.PureImageAxis(axis));
        if (fact.IsLost || fact.IsBlocked || axes[null].Any()
            || axes[ImageAxis.Rows].ToArray() is not [var rows] || axes[ImageAxis.Columns].ToArray() is not [var columns] || rows == 0 || rows > columns
            || AxisOf(fact, rows, fact.Rows) is not { } alongRows || AxisOf(fact, columns, fact.Columns) is not { } alongColumns)
        {
            return result with { Reduced = [.. Enumerable.Range(1, fact.Axes.Count - 1)] };
        }

        // an axis of one element is none to look along, but one that stays in the answer costs nothing
        return result with { Reduced = [.. axes[ImageAxis.None].Where(axis => axis > 0 && TensorFact.LengthOf(fact.Axes[axis]) > 1)], Rows = alongRows, Columns = alongColumns };
    }

    // names come from strangers, and this one goes into messages and into every row of the journal
    private static string NameOf(OnnxNode node) => node.ToString() is { Length: > LongestName } name ? name[..LongestName] + "…" : node.ToString();

    private static WatchedAxis? AxisOf(TensorFact fact, int axis, AxisReach reach) =>
        reach.Step is { Denominator: 1, Numerator: > 0 and <= int.MaxValue and var step }
        && reach.Low.Floor() is > int.MinValue / 4 and var low && reach.High.Ceiling() is < int.MaxValue / 4 and var high
            ? new WatchedAxis(TensorFact.LengthOf(fact.Axes[axis]), (int)step, (int)low, (int)high) : null;
}
