namespace RasterAnalysis.Checkpoints;

/// <summary>A PyTorch checkpoint of <c>torch.save</c>: the weights of a network by their names. Nothing in it is run, whatever it says.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class Checkpoint : IDisposable
{
    // what trainers put their state dictionary under, arcgis.learn's first
    private static readonly string[] Wrappers = ["model", "state_dict", "model_state_dict"];

    // the largest networks that are known have a thousand
    private const int MaxWeights = 10_000;

    // weights that are used twice are saved under both names; more than that of one storage would make much of a small file
    private const int MostUses = 2;
    private static readonly string[] Extensions = [".pth", ".pt", ".ckpt"];

    // how the layout before torch 1.6 begins: a pickle of its magic number
    private static readonly byte[] LegacyMark = [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];
    private readonly ICheckpointFile _file;

    private Checkpoint(ICheckpointFile file, IReadOnlyDictionary<string, CheckpointTensor> tensors) => (_file, Tensors) = (file, tensors);

    /// <summary>The weights, by name.</summary>
    public IReadOnlyDictionary<string, CheckpointTensor> Tensors { get; }

    /// <summary>Whether a file is meant as one, by what is in it, else by its ending: one that is damaged too, but not a TorchScript module.</summary>
    /// <param name="path">Full path.</param>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static bool IsMeant(string path)
    {
        using var stream = File.OpenRead(path);
        var isNamed = Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);
        if (IsZip(stream))
        {
            return ZipCheckpointFile.Holds(stream, "constants.pkl") != true && (isNamed || ZipCheckpointFile.Holds(stream, "data.pkl") == true);
        }

        var head = new byte[LegacyMark.Length];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head.AsSpan().SequenceEqual(LegacyMark) || isNamed;
    }

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
            var weights = Weights(file.Root);
            RefuseMuchOfLittle(weights.Values, new FileInfo(path).Length);
            return new Checkpoint(file, weights);
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
        if (tensor.Count > Array.MaxLength)
        {
            throw new CheckpointFormatException($"The weight '{CheckpointStorage.Shown(tensor.Name)}' has {tensor.Count} elements, more than {Array.MaxLength}.");
        }

        var elements = new float[tensor.Count];
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
        if (root is PickleValue.Call whole)
        {
            throw WholeObject(whole);
        }

        var dictionary = root as PickleValue.Dictionary ?? throw new CheckpointFormatException("The checkpoint holds no dictionary of weights.");
        var wrapped = Wrappers.Select(name => dictionary.Entries.LastOrDefault(entry => entry.Key is string key && key == name).Value).OfType<PickleValue>().ToArray();
        var inner = wrapped.OfType<PickleValue.Dictionary>().FirstOrDefault();
        if (inner is null && wrapped.OfType<PickleValue.Call>().FirstOrDefault() is { } model)
        {
            throw WholeObject(model);
        }

        if ((inner ?? dictionary).Entries.Count > MaxWeights)
        {
            throw new CheckpointFormatException($"The checkpoint has {(inner ?? dictionary).Entries.Count} weights, more than {MaxWeights}.");
        }

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

    private static void RefuseMuchOfLittle(IEnumerable<CheckpointTensor> weights, long fileLength)
    {
        var bytes = weights.Aggregate((Int128)0, (sum, weight) => sum + ((Int128)weight.Count * weight.View.Storage.ElementSize));
        if (bytes > (Int128)fileLength * MostUses)
        {
            throw new CheckpointFormatException($"The weights of the checkpoint have {bytes} bytes in a file of {fileLength}: they lie over each other, as no network's do.");
        }
    }

    /// <summary>The layout before torch 1.6 writes the classes of modules as something outside the pickle, with their source.</summary>
    private static CheckpointFormatException WholeObject(PickleValue.Call call)
    {
        var type = call.Function switch
        {
            PickleValue.Global global => global,
            PickleValue.Persistent { Id: PickleValue.Sequence { Items: [_, PickleValue.Global global, ..] } } => global,
            _ => null,
        };
        return new CheckpointFormatException(
            $"The checkpoint holds a whole Python object{(type is null ? "" : $" ({CheckpointStorage.Shown(type.FullName)})")}, which only Python could make. Save model.state_dict() rather than the model.");
    }
}
