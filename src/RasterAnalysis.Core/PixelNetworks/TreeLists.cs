using RasterAnalysis.Onnx;

namespace RasterAnalysis.PixelNetworks;

/// <summary>The lists of a <c>TreeEnsembleClassifier</c> or <c>TreeEnsembleRegressor</c>: a forest of 100 trees has millions of elements, which the graph leaves out.</summary>
internal sealed class TreeLists
{
    private const int MaxNodes = 50_000_000;
    private const int MaxModes = 64;
    private readonly Dictionary<string, List<long>> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<float>> _reals = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    private TreeLists(string prefix, int targets) => (Prefix, Targets) = (prefix, targets);

    /// <summary>Nodes of all trees.</summary>
    public int Count => NodeIds.Count;

    /// <summary>How the lists of leaves begin.</summary>
    public string Prefix { get; }

    /// <summary>Classes or targets.</summary>
    public int Targets { get; }

    public List<long> TreeIds => Numbers("nodes_treeids");

    public List<long> NodeIds => Numbers("nodes_nodeids");

    public List<long> Features => Numbers("nodes_featureids");

    public List<long> True => Numbers("nodes_truenodeids");

    public List<long> False => Numbers("nodes_falsenodeids");

    public List<string> Modes => _texts.GetValueOrDefault("nodes_modes") ?? [];

    public List<float> Values => _reals.GetValueOrDefault("nodes_values") ?? [];

    /// <summary>Whether thresholds are written in another type, as networks that take Double have them.</summary>
    public bool HasOtherValues => _names.Contains("nodes_values_as_tensor");

    public List<long> LeafTrees => Numbers($"{Prefix}_treeids");

    public List<long> LeafNodes => Numbers($"{Prefix}_nodeids");

    public List<long> LeafTargets => Numbers($"{Prefix}_ids");

    public List<float> LeafWeights => _reals.GetValueOrDefault($"{Prefix}_weights") ?? [];

    /// <summary>Whether the leaves' weights are written in another type.</summary>
    public bool HasOtherWeights => _names.Contains($"{Prefix}_weights_as_tensor");

    /// <summary>Reads the lists.</summary>
    /// <exception cref="OnnxFormatException">They are too long, or the file is damaged.</exception>
    public static TreeLists Read(OnnxNode node, byte[] file)
    {
        var isClassifier = node.OpType == "TreeEnsembleClassifier";
        var labels = Math.Max(node.Attribute("classlabels_strings")?.Texts.Count ?? 0, node.Ints("classlabels_int64s")?.Count ?? 0);
        var lists = new TreeLists(isClassifier ? "class" : "target", isClassifier ? labels : (int)Math.Clamp(node.Int("n_targets", 1), 0, int.MaxValue));
        foreach (var attribute in node.Attributes)
        {
            lists._names.Add(attribute.Name);
            using var stream = new MemoryStream(file, (int)attribute.Source.Start, (int)(attribute.Source.End - attribute.Source.Start), writable: false);
            lists.Read(attribute.Name, new ProtobufReader(stream));
        }

        return lists;
    }

    private void Read(string name, ProtobufReader reader)
    {
        var (numbers, reals, texts) = (new List<long>(), new List<float>(), new List<string>());
        while (reader.TryReadField(out var field, out var wire))
        {
            switch (field)
            {
                case 7:
                    reader.ReadRepeated(wire, reals, reader.ReadFloat, MaxNodes);
                    break;
                case 8:
                    reader.ReadRepeated(wire, numbers, reader.ReadInt64, MaxNodes);
                    break;
                case 9:
                    texts.Add(Known(reader.ReadString(1 << 10)));
                    break;
                default:
                    reader.Skip(wire);
                    break;
            }
        }

        if (Math.Max(numbers.Count, Math.Max(reals.Count, texts.Count)) >= MaxNodes)
        {
            throw new OnnxFormatException($"{name} has {MaxNodes} elements or more; no forest has so many nodes.");
        }

        (_numbers[name], _reals[name], _texts[name]) = (numbers, reals, texts);
    }

    /// <summary>The few modes that there are, each once in memory.</summary>
    private string Known(string text)
    {
        if (_known.TryGetValue(text, out var known))
        {
            return known;
        }

        if (_known.Count < MaxModes)
        {
            _known.Add(text);
        }

        return text;
    }

    private List<long> Numbers(string name) => _numbers.GetValueOrDefault(name) ?? [];
}
