namespace RasterAnalysis.Checkpoints;

/// <summary>What a pickle builds that is neither a number, a text, a truth value, bytes nor nothing. None of it is ever called or looked up.</summary>
internal abstract record PickleValue
{
    /// <summary>A tuple or a list; lists grow while they are read.</summary>
    public sealed record Sequence(List<object?> Items, bool IsTuple) : PickleValue;

    /// <summary>A dictionary, in its order; keys may be of any kind.</summary>
    public sealed record Dictionary(List<KeyValuePair<object?, object?>> Entries) : PickleValue;

    /// <summary>The name of a class or function.</summary>
    public sealed record Global(string Module, string Name) : PickleValue
    {
        public string FullName => $"{Module}.{Name}";
    }

    /// <summary>What a call of a function that is not known would have given: only said, never done.</summary>
    public sealed record Call(object? Function, object? Arguments) : PickleValue;

    /// <summary>Something outside the pickle, by its id.</summary>
    public sealed record Persistent(object? Id) : PickleValue;

    /// <summary>A tensor: a view of a storage.</summary>
    public sealed record Tensor(CheckpointStorage Storage, long Offset, IReadOnlyList<long> Shape, IReadOnlyList<long> Strides) : PickleValue;
}
