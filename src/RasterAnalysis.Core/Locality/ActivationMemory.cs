using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>Counts how many elements of intermediate tensors are alive at once when the nodes run one after the other.</summary>
internal sealed class ActivationMemory
{
    private readonly Dictionary<string, int> _uses = new(StringComparer.Ordinal);
    private readonly Dictionary<string, long> _alive = new(StringComparer.Ordinal);
    private long _now;

    /// <summary>The most at any time.</summary>
    public long Peak { get; private set; }

    /// <summary>Counts how often each tensor is used.</summary>
    public void Visit(OnnxGraph graph)
    {
        foreach (var name in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs))
        {
            _uses[name] = _uses.GetValueOrDefault(name) + 1;
        }
    }

    /// <summary>A node has run: its outputs are alive, its inputs perhaps no longer.</summary>
    public void After(OnnxNode node, Dictionary<string, TensorFact> facts)
    {
        foreach (var name in node.Outputs.Where(name => name.Length > 0 && facts.TryGetValue(name, out var fact) && fact.IsData))
        {
            _now += _alive[name] = facts[name].Count;
        }

        Peak = Math.Max(Peak, _now);
        foreach (var name in node.Inputs)
        {
            if (_uses.TryGetValue(name, out var uses) && (_uses[name] = uses - 1) == 0 && _alive.Remove(name, out var count))
            {
                _now -= count;
            }
        }
    }
}
