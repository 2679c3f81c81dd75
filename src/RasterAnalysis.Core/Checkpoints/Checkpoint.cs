namespace RasterAnalysis.Checkpoints;

/// <summary>A PyTorch checkpoint of <c>torch.save</c>: the weights of a network by their names. Nothing in it is run, whatever it says.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Checkpoint : IDisposable
{
    // what trainers put their state dictionary under, arcgis.learn's first
    private static readonly string[] Wrappers = ["model", "state_dict", "model_state_dict"];
    private readonly ICheckpointFile _file;

    private Checkpoint(ICheckpointFile file, IReadOnlyDictionary<string, CheckpointTensor> tensors) => (_file, Tensors) = (file, tensors);

    /// <summary>The weights, by name.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors { get; }

    /// <summary>Opens a checkpoint.</summary>
    /// <param name="path">Full path.</param>
    /// <exception cref="CheckpointFormatException">It is none, damaged, or holds no state dictionary.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static Checkpoint Open(string path)
    {
        var stream = File.OpenRead(path);
        ICheckpointFile file = IsZip(stream) ? new ZipCheckpointFile(stream) : new LegacyCheckpointFile(stream);
        try
        {
            return new Checkpoint(file, Weights(file.Root));
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a weight.</summary>
    /// <param name="tensor">One of <see cref="Tensors"/>.</param>
    /// <returns>Elements in row-major order, whatever their type is in the file.</returns>
    /// <exception cref="CheckpointFormatException">It is not where it should be.</exception>
    public float[] ReadSingles(CheckpointTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        var elements = new float[checked((int)tensor.Count)];
        try
        {
            using var stream = _file.OpenStorage(tensor.View.Storage);
            StorageElements.Read(stream, tensor.View, elements);
            return elements;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException)
        {
            throw new CheckpointFormatException($"The checkpoint's archive is damaged: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static bool IsZip(FileStream stream)
    {
        Span<byte> head = stackalloc byte[4];
        var length = stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        return length == 4 && head is [(byte)'P', (byte)'K', 3, 4];
    }

    private static Dictionary<string, CheckpointTensor> Weights(object? root)
    {
        if (root is PickleValue.Call { Function: PickleValue.Global type })
        {
            throw new CheckpointFormatException($"The checkpoint holds a whole Python object ({CheckpointStorage.Shown(type.FullName)}), which only Python could make. Save model.state_dict() rather than the model.");
        }

        var dictionary = root as PickleValue.Dictionary ?? throw new CheckpointFormatException("The checkpoint holds no dictionary of weights.");
        var inner = Wrappers.Select(name => dictionary.Entries.LastOrDefault(entry => entry.Key is string key && key == name).Value as PickleValue.Dictionary)
            .FirstOrDefault(found => found is not null);
        var weights = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        foreach (var (key, value) in (inner ?? dictionary).Entries)
        {
            if (key is not string name || value is not PickleValue.Tensor view)
            {
                throw new CheckpointFormatException($"'{(key is string text ? CheckpointStorage.Shown(text) : "A key")}' of the checkpoint is no weight.");
            }

            // a network that uses a weight twice saves it under both names; one name twice is no state dictionary
            if (!weights.TryAdd(name, new CheckpointTensor(name, view.Shape, view.Storage.ElementType) { View = view }))
            {
                throw new CheckpointFormatException($"The checkpoint has the weight '{CheckpointStorage.Shown(name)}' twice.");
            }
        }

        return weights.Count > 0 ? weights : throw new CheckpointFormatException("The checkpoint holds no weights.");
    }
}
