using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>What the walk through a graph notes down on its way.</summary>
internal sealed class LocalityFindings
{
    private readonly List<LocalityBreak> _breaks = [];
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

    /// <summary>Nodes that break locality, each once, in the order in which they run.</summary>
    public IReadOnlyList<LocalityBreak> Breaks => _breaks;

    /// <summary>Whether tiles that are run together change each other's results.</summary>
    public bool MixesTiles { get; private set; }

    /// <summary>Whether some tensor could not be followed: what lies behind it may have a stride that is not known.</summary>
    public bool IsCutShort { get; set; }

    /// <summary>Nodes that draw random numbers.</summary>
    public List<OnnxNode> Random { get; } = [];

    /// <summary>Notes a node that breaks locality; once for each node.</summary>
    public void Break(OnnxNode node, string reason, bool mixesTiles)
    {
        MixesTiles |= mixesTiles;
        var text = node.ToString();
        if (_named.Add(text))
        {
            _breaks.Add(new LocalityBreak(text, reason));
        }
    }
}
