using RasterAnalysis.Checkpoints;

namespace RasterAnalysis.TorchNetworks;

/// <summary>The weights of a network by their names, each of which is to find its place in the network that is built.</summary>
internal sealed class StateDictionary
{
    // how torch.nn.DataParallel renames everything
    private const string ParallelPrefix = "module.";
    private const int ShownNames = 5;
    private readonly Checkpoint _checkpoint;
    private readonly Dictionary<string, CheckpointTensor> _tensors;

    // in ordinal order, so that those that begin alike stand together
    private readonly string[] _names;
    private readonly HashSet<string> _placed = new(StringComparer.Ordinal);

    /// <param name="checkpoint">The file; its owner closes it.</param>
    public StateDictionary(Checkpoint checkpoint)
    {
        _checkpoint = checkpoint;
        var prefix = checkpoint.Tensors.Keys.All(name => name.StartsWith(ParallelPrefix, StringComparison.Ordinal)) ? ParallelPrefix : "";
        _tensors = checkpoint.Tensors.Values.ToDictionary(tensor => tensor.Name[prefix.Length..], StringComparer.Ordinal);
        _names = [.. _tensors.Keys.Order(StringComparer.Ordinal)];
    }

    /// <summary>Names of all weights.</summary>
    public IReadOnlyCollection<string> Names => _tensors.Keys;

    /// <summary>Whether there is a weight.</summary>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>Whether there is a weight whose name begins so.</summary>
    public bool HasAny(string prefix) => Array.BinarySearch(_names, prefix, StringComparer.Ordinal) is var place
        && (place >= 0 || (~place < _names.Length && _names[~place].StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>How many numbered parts there are under a name: <c>0.</c>, <c>1.</c> and so on.</summary>
    public int CountOf(string prefix)
    {
        var count = 0;
        while (HasAny($"{prefix}{count}."))
        {
            count++;
        }

        return count;
    }

    /// <summary>The axes of a weight.</summary>
    /// <exception cref="CheckpointFormatException">There is none of this name, or it has another number of axes.</exception>
    public IReadOnlyList<long> ShapeOf(string name, int axes) => Find(name) is var tensor && tensor.Shape.Count == axes && tensor.Shape.All(length => length > 0)
        ? tensor.Shape : throw new CheckpointFormatException($"The weight {Shown(tensor)} should have {axes} axes, none of them empty.");

    /// <summary>Reads a weight, which has found its place by this.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">The axes that it must have there.</param>
    /// <returns>Elements in row-major order.</returns>
    /// <exception cref="CheckpointFormatException">There is none of this name, or of another shape.</exception>
    public float[] Take(string name, params ReadOnlySpan<long> shape)
    {
        var tensor = Find(name);
        if (!shape.SequenceEqual([.. tensor.Shape]))
        {
            throw new CheckpointFormatException($"The weight {Shown(tensor)} should be [{string.Join(", ", shape.ToArray())}] at its place.");
        }

        if (tensor.View.Storage.ElementSize == 1)
        {
            throw new CheckpointFormatException($"The weight {Shown(tensor)} has elements of 8 bits; a network's have 16, 32 or 64.");
        }

        _placed.Add(name);
        return _checkpoint.ReadSingles(tensor);
    }

    /// <summary>Leaves weights aside that only training uses.</summary>
    /// <param name="prefix">How their names begin.</param>
    public void LeaveAside(string prefix) => _placed.UnionWith(_tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal)));

    /// <summary>Checks that every weight has found its place.</summary>
    /// <returns>How many have.</returns>
    /// <exception cref="CheckpointFormatException">Some have not.</exception>
    public int RequireAllPlaced()
    {
        // how often a batch norm has been trained says nothing of what it computes
        string[] left = [.. _tensors.Keys.Where(name => !_placed.Contains(name) && !name.EndsWith(".num_batches_tracked", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];
        return left.Length == 0 ? _placed.Count : throw new CheckpointFormatException(
            $"{left.Length} weights have no place in it: {string.Join(", ", left.Take(ShownNames).Select(CheckpointStorage.Shown))}{(left.Length > ShownNames ? ", …" : "")}.");
    }

    private CheckpointTensor Find(string name) => _tensors.GetValueOrDefault(name) ?? throw new CheckpointFormatException($"The weight '{name}' is missing.");

    private static string Shown(CheckpointTensor tensor) => $"'{CheckpointStorage.Shown(tensor.Name)}' [{string.Join(", ", tensor.Shape)}]";
}
