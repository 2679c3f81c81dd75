using System.Buffers;
using RasterAnalysis.Gdal;
using RasterAnalysis.Inference;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Rasters;
using RasterAnalysis.Tensors;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>A Python raster function as a network: its input is a block's bands and its validity, its output the class of each pixel of the core, NaN for none.</summary>
/// <remarks>When its process fails, the next run starts another one.</remarks>
internal sealed class FunctionSession : IPlacedSession
{
    /// <summary>The only input.</summary>
    public const string InputName = "raster_pixels";

    /// <summary>The only output.</summary>
    public const string OutputName = "output_pixels";

    private readonly SealedMemory _memory;
    private readonly RasterFunctionCall _call;
    private readonly Func<FunctionProcess> _start;
    private readonly float[][] _outputs = [[], []];
    private FunctionProcess? _process;
    private FunctionBlock? _block;
    private PixelWindow _place;
    private int _turn;
    private bool _isPrepared;

    /// <param name="memory">The memory that pixels go through; becomes the session's.</param>
    /// <param name="call">How the function is called.</param>
    /// <param name="configuration">How it wants its blocks.</param>
    /// <param name="process">The process that has said so; becomes the session's.</param>
    /// <param name="start">Starts another one, which has said the same.</param>
    public FunctionSession(SealedMemory memory, RasterFunctionCall call, FunctionConfiguration configuration, FunctionProcess process, Func<FunctionProcess> start)
    {
        (_memory, _call, Configuration, _process, _start) = (memory, call, configuration, process, start);
        _place = new PixelWindow(-configuration.Padding, -configuration.Padding, configuration.BlockColumns, configuration.BlockRows);
        Signature = new NetworkSignature(
            [new NetworkTensor(InputName, TensorElementType.Float, [1, -1, configuration.BlockRows, configuration.BlockColumns])],
            [new NetworkTensor(OutputName, TensorElementType.Float, [1, 1, configuration.Rows, configuration.Columns])]);
    }

    /// <summary>How the function wants its blocks.</summary>
    public FunctionConfiguration Configuration { get; }

    /// <inheritdoc/>
    public NetworkSignature Signature { get; }

    /// <inheritdoc/>
    public string ExecutionProvider => "Python";

    /// <inheritdoc/>
    public bool IsOnProcessor => true;

    /// <inheritdoc/>
    public bool PreparesShapes => false;

    /// <inheritdoc/>
    public int ConcurrentRuns => 1;

    /// <inheritdoc/>
    public INetworkSession Fork() => throw new NotSupportedException("A Python raster function runs one block at a time.");

    /// <inheritdoc/>
    public IMemoryOwner<float> Rent(int length) => MemoryPool<float>.Shared.Rent(length);

    /// <inheritdoc/>
    public void Place(PixelWindow window) => _place = window;

    /// <inheritdoc/>
    public IReadOnlyList<NetworkOutput> Run(ReadOnlyMemory<float> input, IReadOnlyList<int> dimensions, IReadOnlyList<string> outputNames)
    {
        if (dimensions is not [1, > 1, var rows, var columns] || rows != Configuration.BlockRows || columns != Configuration.BlockColumns)
        {
            throw new InferenceException($"The function takes one block of {Configuration.BlockColumns}×{Configuration.BlockRows} pixels at a time, not [{string.Join(", ", dimensions)}].");
        }

        try
        {
            var bands = dimensions[1] - 1;
            Prepare(bands);
            _block!.Write(input.Span);
            var core = _place.Expand(-Configuration.Padding);
            _process!.Run(core, _call.Raster.ExtentOf(core));
            var output = _outputs[_turn = 1 - _turn];
            _block.Read(output);
            return [new NetworkOutput([1, 1, Configuration.Rows, Configuration.Columns], output)];
        }
        catch (FunctionException exception)
        {
            End();
            throw new InferenceException(exception.Message, isTransient: true, exception);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        End();
        _block?.Dispose();
        _memory.Dispose();
    }

    private void End()
    {
        _process?.Dispose();
        (_process, _isPrepared) = (null, false);
    }

    private void Prepare(int bands)
    {
        _process ??= _start();
        if (_isPrepared)
        {
            return;
        }

        var type = FunctionBlock.TypeOf(Configuration.DataRange is null ? _call.Raster.PixelType : PixelType.F32);
        if (_block is null)
        {
            var output = Configuration.Rows * Configuration.Columns;
            _block = new FunctionBlock(_memory, bands, Configuration.BlockRows * Configuration.BlockColumns, output, type);
            (_outputs[0], _outputs[1]) = (new float[output], new float[output]);
        }

        _process.Prepare(Configuration, bands, type, _block);
        _isPrepared = true;
    }
}
