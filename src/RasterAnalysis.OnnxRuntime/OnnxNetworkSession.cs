using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>A network loaded into ONNX Runtime. Only processing instances make one.</summary>
internal sealed class OnnxNetworkSession : INetworkSession
{
    private readonly LoadedNetwork _network;
    private readonly bool _isFork;
    private readonly string[] _watched;
    private readonly RunOptions _runOptions = new();
    private readonly List<OutputMemory> _outputs = [];
    private readonly Memory<bool>[][] _nonFinite = [[], []];
    private int _turn;
    private string? _knownRun;
    private long[][] _knownShapes = [];
    private long[][] _watchedShapes = [];

    private OnnxNetworkSession(LoadedNetwork network, NetworkSignature signature, string[] watched, bool isFork) =>
        (_network, Signature, _watched, _isFork) = (network, signature, watched, isFork);

    /// <inheritdoc/>
    public NetworkSignature Signature { get; }

    /// <inheritdoc/>
    public string ExecutionProvider => _network.Provider;

    /// <inheritdoc/>
    public bool IsOnProcessor => _network.Provider == ExecutionProviderSelector.Cpu;

    /// <inheritdoc/>
    public bool PreparesShapes => _network.Provider == ExecutionProviderSelector.TensorRt;

    /// <inheritdoc/>
    public int ConcurrentRuns => _network.ConcurrentRuns;

    /// <summary>Loads a network.</summary>
    /// <param name="load">The network, and how it is wanted; threads are those of the settings.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="warnings">Receives what the user should know, for example that there is no GPU.</param>
    /// <exception cref="ModelPackageException">The file is damaged, or needs what this ONNX Runtime does not have.</exception>
    /// <exception cref="InferenceException">The settings require a GPU and there is none.</exception>
    public static OnnxNetworkSession Load(NetworkLoad load, OnnxRuntimeOptions settings, ICollection<string> warnings)
    {
        // an engine of the network as it is would not fit
        var key = load is { Narrowing: null, Quantization: null, NetworkKey: { } networkKey } ? networkKey + (load.Logits is null ? "" : "-logits") + (load.Watch is null ? "" : "-watched") : null;
        var path = load.Path;
        var (options, provider, engines) = OnnxSessionOptions.Make(path, key, load.Asked, settings, warnings);
        using (options)
        {
            LoadedNetwork? network = null;
            try
            {
                // TensorRT builds its engine here where the network's input is of one size
                engines?.Begin();
                string[] watched = [];
                var hasStatistics = HasStatistics(path);
                var session = load is { Narrowing: null, Quantization: null, Logits: null, Watch: null, Observed: [] } && !hasStatistics
                    ? new InferenceSession(path, options) : Changed(load, hasStatistics, options, out watched);
                network = new LoadedNetwork(session, provider, engines, settings);
                engines?.Finish();
                return new OnnxNetworkSession(network, OnnxSignature.Of(session), watched, isFork: false);
            }
            catch (OnnxRuntimeException exception)
            {
                throw new ModelPackageException(
                    $"'{Path.GetFileName(path)}' cannot be loaded; it is damaged or cut off, or needs what this version of ONNX Runtime does not "
                    + $"have. Export it to ONNX again. ONNX Runtime says: {RuntimeMessage.Of(exception)}.", exception);
            }
            finally
            {
                if (network is null)
                {
                    engines?.Dispose();
                }
            }
        }
    }

    /// <inheritdoc/>
    public INetworkSession Fork() => new OnnxNetworkSession(_network, Signature, _watched, isFork: true);

    /// <inheritdoc/>
    public IMemoryOwner<float> Rent(int length) => (IMemoryOwner<float>?)_network.TryRent(length) ?? MemoryPool<float>.Shared.Rent(length);

    /// <inheritdoc/>
    public IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames)
    {
        var (name, type) = (Signature.Inputs[0].Name, Signature.Inputs[0].ElementType);
        var key = string.Join(' ', [.. outputNames, .. dimensions]);
        _turn = 1 - _turn;
        try
        {
            using var tensor = InputTensor.Of(input, [.. dimensions.Select(d => (long)d)], type);
            return _network.Run(
                key, () => key == _knownRun ? RunInto(name, tensor.Value, outputNames) : RunFreely(name, tensor.Value, outputNames, key));
        }
        catch (OverflowException exception)
        {
            throw new InferenceException($"The network's answer to an input of [{string.Join(", ", dimensions)}] is larger than can be held.", isTransient: false, exception);
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InferenceException(
                $"The network failed on an input of [{string.Join(", ", dimensions)}]. ONNX Runtime says: {RuntimeMessage.Of(exception)}.", isTransient: false, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _runOptions.Dispose();
        _outputs.ForEach(output => output.Dispose());

        if (!_isFork)
        {
            _network.Dispose();
        }
    }

    private static bool HasStatistics(string path)
    {
        try
        {
            return BatchStatistics.AreIn(OnnxModelReader.Read(path));
        }
        catch (OnnxFormatException)
        {
            // ONNX Runtime says what is wrong with the file
            return false;
        }
    }

    private static InferenceSession Changed(NetworkLoad load, bool hasStatistics, SessionOptions options, out string[] watched)
    {
        var folder = Path.GetDirectoryName(load.Path)!;
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", folder);
        var file = File.ReadAllBytes(load.Path);
        file = load is { Narrowing: null, Observed: [] } and not { Watch.HasInlined: true } && !hasStatistics ? file : NarrowedModel.Write(file, load.Narrowing?.Cuts ?? []);
        file = load.Quantization is { } quantization ? quantization.Write(file, folder, load.Logits is { Name: var name } ? [name] : []) : file;
        file = load.Logits is { } logits ? OnnxOutputs.Add(file, logits) : file;
        file = load.Observed.Aggregate(file, (bytes, tensor) => OnnxOutputs.Add(bytes, new LogitTensor(tensor, TensorElementType.Float)));
        watched = [];
        file = load.Watch is { } watch ? WatchedModel.Write(file, watch, out watched) : file;
        if (hasStatistics)
        {
            // what is separated would be put together again
            options.AddSessionConfigEntry("optimization.disable_specified_optimizers", "ConstantSharing;EliminateIdentity");
            file = BatchStatistics.Separate(file);
        }

        return new InferenceSession(file, options);
    }

    /// <summary>ONNX Runtime allocates the outputs. Their shapes are remembered where the next run may write into memory of ours.</summary>
    private NetworkOutput[] RunFreely(string inputName, OrtValue tensor, IReadOnlyList<string> outputNames, string key)
    {
        using var results = _network.Session.Run(_runOptions, [inputName], [tensor], [.. outputNames, .. _watched]);
        long[][] shapes = [.. results.Select(result => result.GetTensorTypeAndShape().Shape)];
        var scores = Rooms(shapes[..outputNames.Count]);
        TensorElementType[] types = [.. outputNames.Select(name => Signature.Outputs.First(output => output.Name == name).ElementType)];
        for (var i = 0; i < scores.Length; i++)
        {
            OutputTensor.Read(results[i], types[i], scores[i].Span);
        }

        (_knownRun, _knownShapes) = types.All(type => type == TensorElementType.Float) ? (key, shapes[..outputNames.Count]) : (null, []);
        _watchedShapes = shapes[outputNames.Count..];
        var nonFinite = RoomForWatched();
        for (var i = 0; i < nonFinite.Length; i++)
        {
            results[outputNames.Count + i].GetTensorDataAsSpan<bool>().CopyTo(nonFinite[i].Span);
        }

        return Outputs(shapes, scores, nonFinite);
    }

    /// <summary>The network writes its scores where they are read: nothing as large as they are is allocated or copied for a run.</summary>
    private NetworkOutput[] RunInto(string inputName, OrtValue tensor, IReadOnlyList<string> outputNames)
    {
        var scores = Rooms(_knownShapes);
        var nonFinite = RoomForWatched();
        OrtValue[] values =
        [
            .. scores.Zip(_knownShapes, (elements, shape) =>
                TransferMemory.TryWrap(elements, shape) ?? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, elements, shape)),
            .. nonFinite.Zip(_watchedShapes, (elements, shape) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, elements, shape)),
        ];
        try
        {
            _network.Session.Run(_runOptions, [inputName], [tensor], [.. outputNames, .. _watched], values);
        }
        finally
        {
            Array.ForEach(values, value => value.Dispose());
        }

        return Outputs(_knownShapes, scores, nonFinite);
    }

    /// <summary>Where what this run tells of watched nodes goes.</summary>
    private Memory<bool>[] RoomForWatched()
    {
        var counts = _watchedShapes.Select(CountOf).ToArray();
        if (!_nonFinite[_turn].Select(elements => elements.Length).SequenceEqual(counts))
        {
            _nonFinite[_turn] = [.. counts.Select(count => new bool[count].AsMemory())];
        }

        return _nonFinite[_turn];
    }

    private static int CountOf(long[] shape) => checked((int)shape.Aggregate(1L, (product, side) => product * side));

    /// <summary>Where this run's scores go.</summary>
    private Memory<float>[] Rooms(long[][] shapes)
    {
        while (_outputs.Count < shapes.Length)
        {
            _outputs.Add(new OutputMemory(_network));
        }

        return [.. shapes.Select((shape, i) => _outputs[i].Take(_turn, CountOf(shape)))];
    }

    private static NetworkOutput[] Outputs(long[][] shapes, Memory<float>[] scores, Memory<bool>[] nonFinite)
    {
        NetworkOutput[] outputs = [.. scores.Select((values, i) => new NetworkOutput([.. shapes[i].Select(d => checked((int)d))], values))];
        outputs[0] = nonFinite.Length == 0 ? outputs[0] : outputs[0] with { NonFinite = [.. nonFinite.Select(elements => (ReadOnlyMemory<bool>)elements)] };
        return outputs;
    }
}
