using Microsoft.ML.OnnxRuntime;
using RasterAnalysis.Classification;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;

namespace RasterAnalysis.OnnxRuntime;

/// <summary>A network loaded into ONNX Runtime. Only processing instances make one.</summary>
public sealed class OnnxNetworkSession : INetworkSession
{
    private readonly InferenceSession _session;
    private readonly RunOptions _runOptions = new();
    private float[] _output = [];

    private OnnxNetworkSession(InferenceSession session, string provider)
    {
        _session = session;
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
    /// <exception cref="ModelPackageException">The file is damaged, or needs what this ONNX Runtime does not have.</exception>
    /// <exception cref="InferenceException">The settings require a GPU and there is none.</exception>
    public static OnnxNetworkSession Load(string path, ProcessorType asked, OnnxRuntimeOptions settings, ICollection<string> warnings)
    {
        var (options, provider) = OnnxSessionOptions.Make(asked, settings, warnings);
        using (options)
        {
            try
            {
                return new OnnxNetworkSession(new InferenceSession(path, options), provider);
            }
            catch (OnnxRuntimeException exception)
            {
                throw new ModelPackageException(
                    $"'{Path.GetFileName(path)}' cannot be loaded; it is damaged or cut off, or needs what this version of ONNX Runtime does not "
                    + $"have. Export it to ONNX again. ONNX Runtime says: {Clean(exception, path)}", exception);
            }
        }
    }

    /// <inheritdoc/>
    public NetworkOutput Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, string outputName)
    {
        var shape = dimensions.Select(d => (long)d).ToArray();
        var (name, type) = (Signature.Inputs[0].Name, Signature.Inputs[0].ElementType);
        try
        {
            using var tensor = TensorConversion.ToTensor(input, shape, type);
            using var results = _session.Run(_runOptions, [name], [tensor], [outputName]);
            var info = results[0].GetTensorTypeAndShape();
            var outputType = Signature.Outputs.First(output => output.Name == outputName).ElementType;
            var count = TensorConversion.ToFloats(results[0], outputType, ref _output);
            return new NetworkOutput([.. info.Shape.Select(d => checked((int)d))], _output.AsMemory(0, count));
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
    }

    /// <summary>Takes this machine's path out of ONNX Runtime's text.</summary>
    private static string Clean(OnnxRuntimeException exception, string path) =>
        exception.Message.Replace(Path.GetDirectoryName(path) + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
}
