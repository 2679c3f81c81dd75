using System.Buffers;
using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Finiteness;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;
using RasterAnalysis.Onnx;
using RasterAnalysis.Requests;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>A network loaded into ONNX Runtime. Only processing instances make one.</summary>
public sealed class OnnxNetworkSession : INetworkSession
{
    private readonly LoadedNetwork _network;
    private readonly bool _isFork;
    private readonly string[] _watched;
    private readonly RunOptions _runOptions = new();
    private readonly Memory<float>[] _outputs = [default, default];
    private readonly TransferMemory?[] _pinned = [null, null];
    private readonly Memory<bool>[][] _nonFinite = [[], []];
    private int _turn;
    private string? _knownInput;
    private long[] _knownShape = [];
    private long[][] _watchedShapes = [];

    private OnnxNetworkSession(LoadedNetwork network, NetworkSignature signature, string[] watched, bool isFork) =>
        (_network, Signature, _watched, _isFork) = (network, signature, watched, isFork);

    /// <inheritdoc/>
    public NetworkSignature Signature { get; }

    /// <inheritdoc/>
    public string ExecutionProvider => _network.Provider;

    /// <inheritdoc/>
    public int ConcurrentRuns => _network.ConcurrentRuns;

    /// <summary>Loads a network.</summary>
    /// <param name="path">Full path of the ONNX file; external data is found beside it.</param>
    /// <param name="asked">Where it should run.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="warnings">Receives what the user should know, for example that there is no GPU.</param>
    /// <param name="networkKey">Tells networks apart by their content, so that what TensorRT builds can be kept; null keeps nothing.</param>
    /// <param name="narrowing">How the network is to be cut to what its tiles need; null for as it is.</param>
    /// <param name="logits">A tensor inside the network that is an output too; null for none.</param>
    /// <param name="watch">Nodes of which each run tells where they made NaN or infinity; null for none.</param>
    /// <exception cref="ModelPackageException">The file is damaged, or needs what this ONNX Runtime does not have.</exception>
    /// <exception cref="InferenceException">The settings require a GPU and there is none.</exception>
    public static OnnxNetworkSession Load(
        string path, ProcessorType asked, OnnxRuntimeOptions settings, ICollection<string> warnings, string? networkKey = null,
        NetworkNarrowing? narrowing = null, LogitTensor? logits = null, NetworkWatch? watch = null)
    {
        // an engine of the network as it is would not fit
        var key = narrowing is null && networkKey is not null ? networkKey + (logits is null ? "" : "-logits") + (watch is null ? "" : "-watched") : null;
        var (options, provider, engines) = OnnxSessionOptions.Make(path, key, asked, settings, warnings);
        using (options)
        {
            LoadedNetwork? network = null;
            try
            {
                // TensorRT builds its engine here where the network's input is of one size
                engines?.Begin();
                string[] watched = [];
                var session = narrowing is null && logits is null && watch is null
                    ? new InferenceSession(path, options) : Changed(path, options, narrowing, logits, watch, out watched);
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
    public NetworkOutput Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, string outputName)
    {
        var (name, type) = (Signature.Inputs[0].Name, Signature.Inputs[0].ElementType);
        var outputType = Signature.Outputs.First(output => output.Name == outputName).ElementType;
        var key = $"{outputName} {string.Join(' ', dimensions)}";
        _turn = 1 - _turn;
        try
        {
            using var tensor = InputTensor.Of(input, [.. dimensions.Select(d => (long)d)], type);
            return _network.Run(
                key, () => key == _knownInput ? RunInto(name, tensor.Value, outputName) : RunFreely(name, tensor.Value, outputName, outputType, key));
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
        foreach (IDisposable? memory in _pinned)
        {
            memory?.Dispose();
        }

        if (!_isFork)
        {
            _network.Dispose();
        }
    }

    private static InferenceSession Changed(
        string path, SessionOptions options, NetworkNarrowing? narrowing, LogitTensor? logits, NetworkWatch? watch, out string[] watched)
    {
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(path));
        var file = File.ReadAllBytes(path);
        file = narrowing is null && watch is not { HasInlined: true } ? file : NarrowedModel.Write(file, narrowing?.Cuts ?? []);
        file = logits is null ? file : OnnxOutputs.Add(file, logits);
        watched = [];
        return new InferenceSession(watch is null ? file : WatchedModel.Write(file, watch, out watched), options);
    }

    /// <summary>ONNX Runtime allocates the output. Its shape is remembered where the next run may write into memory of ours.</summary>
    private NetworkOutput RunFreely(string inputName, OrtValue tensor, string outputName, TensorElementType type, string key)
    {
        using var results = _network.Session.Run(_runOptions, [inputName], [tensor], [outputName, .. _watched]);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        var scores = Room(shape);
        OutputTensor.Read(results[0], type, scores.Span);
        (_knownInput, _knownShape) = type == TensorElementType.Float ? (key, shape) : (null, []);
        _watchedShapes = [.. results.Skip(1).Select(result => result.GetTensorTypeAndShape().Shape)];
        var nonFinite = RoomForWatched();
        for (var i = 0; i < nonFinite.Length; i++)
        {
            results[i + 1].GetTensorDataAsSpan<bool>().CopyTo(nonFinite[i].Span);
        }

        return Output(shape, scores, nonFinite);
    }

    /// <summary>The network writes its scores where they are read: nothing as large as they are is allocated or copied for a run.</summary>
    private NetworkOutput RunInto(string inputName, OrtValue tensor, string outputName)
    {
        var scores = Room(_knownShape);
        var nonFinite = RoomForWatched();
        OrtValue[] watched = [.. nonFinite.Zip(_watchedShapes, (elements, shape) => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, elements, shape))];
        using (var output = TransferMemory.TryWrap(scores, _knownShape) ?? OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, scores, _knownShape))
        {
            try
            {
                _network.Session.Run(_runOptions, [inputName], [tensor], [outputName, .. _watched], [output, .. watched]);
            }
            finally
            {
                Array.ForEach(watched, value => value.Dispose());
            }
        }

        return Output(_knownShape, scores, nonFinite);
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
    private Memory<float> Room(long[] shape)
    {
        var count = CountOf(shape);
        if (_outputs[_turn].Length < count)
        {
            // forgotten before there is another one: there may be none
            IDisposable? former = _pinned[_turn];
            (_outputs[_turn], _pinned[_turn]) = (default, null);
            former?.Dispose();
            _pinned[_turn] = _network.TryRent(count);
            _outputs[_turn] = _pinned[_turn]?.Memory ?? new float[count];
        }

        return _outputs[_turn][..count];
    }

    private static NetworkOutput Output(long[] shape, Memory<float> scores, Memory<bool>[] nonFinite) => new([.. shape.Select(d => checked((int)d))], scores)
    {
        NonFinite = nonFinite.Length == 0 ? null : [.. nonFinite.Select(elements => (ReadOnlyMemory<bool>)elements)],
    };
}
