using RasterAnalysis.Gdal;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Models.PythonFunctions;
using RasterAnalysis.Requests;
using RasterAnalysis.Runtimes;
using RasterAnalysis.Worker.Python;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>Runs packages' Python raster functions, each in a process of its own (<c>docs/reference/model-packages.md#python-raster-functions</c>).</summary>
/// <param name="settings">Which Python, and what a function may take.</param>
internal sealed class PythonFunctionRuntime(PythonSettings settings) : INetworkRuntime
{
    // addresses: what is not touched takes no memory, and no block is larger
    private const long LargestBlock = 1L << 30;

    /// <inheritdoc/>
    public string Name => "Python";

    /// <inheritdoc/>
    public bool RunsPackageCode => true;

    /// <inheritdoc/>
    public string Version => "1";

    /// <inheritdoc/>
    public bool HasGraphs => false;

    /// <inheritdoc/>
    public bool CanLoad(string networkFile) => networkFile.EndsWith(".py", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public INetworkSession Load(NetworkLoad load, ICollection<string> warnings)
    {
        var call = load.Function ?? throw new ArgumentException("A function is loaded for a raster.", nameof(load));
        var memory = new SealedMemory(LargestBlock);
        FunctionProcess? process = null;
        FunctionProcess Start() => FunctionProcess.Start(settings, load.Path, call, memory, load.Threads > 0 ? load.Threads : Environment.ProcessorCount);
        try
        {
            process = Start();
            var configuration = process.Configure();
            Check(configuration, call);
            if (load.Asked == ProcessorType.Gpu)
            {
                warnings.Add("processorType GPU is left aside: Python raster functions run on the processor.");
            }

            return new FunctionSession(memory, call, configuration, process, () => Restart(Start()));
        }
        catch (Exception exception)
        {
            process?.Dispose();
            memory.Dispose();
            if (exception is FunctionException)
            {
                throw new ModelPackageException(exception.Message, exception);
            }

            throw;
        }
    }

    private static FunctionProcess Restart(FunctionProcess process)
    {
        try
        {
            process.Configure();
            return process;
        }
        catch
        {
            process.Dispose();
            throw;
        }
    }

    private static void Check(FunctionConfiguration configuration, RasterFunctionCall call)
    {
        var bands = (configuration.ExtractBands.Count > 0 ? configuration.ExtractBands.Count : call.Raster.Bands) + 1;
        var bytes = sizeof(float) * (((double)bands * configuration.BlockRows * configuration.BlockColumns) + ((double)configuration.Rows * configuration.Columns));
        if (bytes > LargestBlock)
        {
            throw new FunctionException(
                $"The function asks for blocks of {configuration.BlockColumns}×{configuration.BlockRows} pixels with {bands - 1} bands, which is more than {LargestBlock >> 20} MiB; a smaller batch_size may help.");
        }
    }
}
