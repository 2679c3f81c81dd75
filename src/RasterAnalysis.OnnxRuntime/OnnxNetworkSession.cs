using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Classification;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Narrowing;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>A network loaded into ONNX Runtime. Only processing instances make one.</summary>
public sealed class OnnxNetworkSession : INetworkSession
{
    private readonly InferenceSession _session;
    private readonly EngineCache? _engines;
    private readonly HashSet<string> _seen = [];
    private readonly RunOptions _runOptions = new();
    private readonly float[][] _outputs = [[], []];
    private int _turn;
    private string? _knownInput;
    private long[] _knownShape = [];

    private OnnxNetworkSession(InferenceSession session, string provider, EngineCache? engines)
    {
        (_session, _engines) = (session, engines);
        ExecutionProvider = provider;
        Signature = OnnxSignature.Of(session);
    }

    /// <inheritdoc/>
    public NetworkSignature Signature { get; }

    /// <inheritdoc/>
    public string ExecutionProvider { get; }

    /// <summary>Loads a network.</summary>
    /// <param name="path">Full path of the ONNX file; external data is found beside it.</param>
    /// <param name="asked">Where it should run.</param>
    /// <param name="settings">Settings.</param>
    /// <param name="warnings">Receives what the user should know, for example that there is no GPU.</param>
    /// <param name="networkKey">Tells networks apart by their content, so that what TensorRT builds can be kept; null keeps nothing.</param>
    /// <param name="narrowing">How the network is to be cut to what its tiles need; null for as it is.</param>
    /// <exception cref="ModelPackageException">The file is damaged, or needs what this ONNX Runtime does not have.</exception>
    /// <exception cref="InferenceException">The settings require a GPU and there is none.</exception>
    public static OnnxNetworkSession Load(
        string path, ProcessorType asked, OnnxRuntimeOptions settings, ICollection<string> warnings, string? networkKey = null,
        NetworkNarrowing? narrowing = null)
    {
        // an engine of the whole network would not fit
        var (options, provider, engines) = OnnxSessionOptions.Make(path, narrowing is null ? networkKey : null, asked, settings, warnings);
        using (options)
        {
            OnnxNetworkSession? session = null;
            try
            {
                // TensorRT builds its engine here where the network's input is of one size
                engines?.Begin();
                session = new OnnxNetworkSession(narrowing is null ? new InferenceSession(path, options) : Narrowed(path, options, narrowing), provider, engines);
                engines?.Finish();
                return session;
            }
            catch (OnnxRuntimeException exception)
            {
                throw new ModelPackageException(
                    $"'{Path.GetFileName(path)}' cannot be loaded; it is damaged or cut off, or needs what this version of ONNX Runtime does not "
                    + $"have. Export it to ONNX again. ONNX Runtime says: {Clean(exception, path)}", exception);
            }
            finally
            {
                if (session is null)
                {
                    engines?.Dispose();
                }
            }
        }
    }

    /// <inheritdoc/>
    public NetworkOutput Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, string outputName)
    {
        var (name, type) = (Signature.Inputs[0].Name, Signature.Inputs[0].ElementType);
        var outputType = Signature.Outputs.First(output => output.Name == outputName).ElementType;
        var key = $"{outputName} {string.Join(' ', dimensions)}";
        _turn = 1 - _turn;
        try
        {
            // and here where a size is new to it
            var mayBuild = _engines is not null && _seen.Add(key);
            if (mayBuild)
            {
                _engines!.Begin();
            }

            using var tensor = TensorConversion.ToTensor(input, [.. dimensions.Select(d => (long)d)], type);
            var output = key == _knownInput ? RunInto(name, tensor, outputName) : RunFreely(name, tensor, outputName, outputType, key);
            if (mayBuild)
            {
                _engines!.Finish();
            }

            return output;
        }
        catch (OnnxRuntimeException exception)
        {
            throw new InferenceException(
                $"The network failed on an input of [{string.Join(", ", dimensions)}]: {exception.Message}", isTransient: false, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _session.Dispose();
        _runOptions.Dispose();
        _engines?.Dispose();
    }

    private static InferenceSession Narrowed(string path, SessionOptions options, NetworkNarrowing narrowing)
    {
        options.AddSessionConfigEntry("session.model_external_initializers_file_folder_path", Path.GetDirectoryName(path));
        return new InferenceSession(NarrowedModel.Write(File.ReadAllBytes(path), narrowing.Cuts), options);
    }

    /// <summary>ONNX Runtime allocates the output. Its shape is remembered where the next run may write into memory of ours.</summary>
    private NetworkOutput RunFreely(string inputName, OrtValue tensor, string outputName, TensorElementType type, string key)
    {
        using var results = _session.Run(_runOptions, [inputName], [tensor], [outputName]);
        var shape = results[0].GetTensorTypeAndShape().Shape;
        var count = TensorConversion.ToFloats(results[0], type, ref _outputs[_turn]);
        (_knownInput, _knownShape) = type == TensorElementType.Float ? (key, shape) : (null, []);
        return Output(shape, count);
    }

    /// <summary>The network writes its scores where they are read: nothing as large as they are is allocated or copied for a run.</summary>
    private NetworkOutput RunInto(string inputName, OrtValue tensor, string outputName)
    {
        var count = checked((int)_knownShape.Aggregate(1L, (product, side) => product * side));
        if (_outputs[_turn].Length < count)
        {
            _outputs[_turn] = new float[count];
        }

        using (var output = OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, _outputs[_turn].AsMemory(0, count), _knownShape))
        {
            _session.Run(_runOptions, [inputName], [tensor], [outputName], [output]);
        }

        return Output(_knownShape, count);
    }

    private NetworkOutput Output(long[] shape, int count) => new([.. shape.Select(d => checked((int)d))], _outputs[_turn].AsMemory(0, count));

    /// <summary>Takes this machine's path out of ONNX Runtime's text.</summary>
    private static string Clean(OnnxRuntimeException exception, string path) =>
        exception.Message.Replace(Path.GetDirectoryName(path) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
