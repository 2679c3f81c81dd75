using Microsoft.Extensions.Logging;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>
/// Has instances load and try strangers' networks. A network may run for ever, so trials have places of their own, that nothing else waits for, and a
/// time limit of their own; and whatever a network does to its instance is told as a fault of its package.
/// </summary>
/// <param name="pool">Where instances come from.</param>
/// <param name="options">Says how long a trial may take.</param>
/// <param name="logger">Hears how instances ended.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class ModelTrials(ProcessingInstancePool pool, ProcessingInstanceOptions options, ILogger<ModelTrials> logger) : IDisposable
{
    private const int AtOnce = 2;
    private readonly SemaphoreSlim _places = new(AtOnce);

    /// <summary>Loads a network, runs it and says what it is.</summary>
    /// <param name="path">Folder of the unpacked package, or an <c>.emd</c>.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="ModelPackageException">The network cannot be used.</exception>
    /// <exception cref="BusyException">No place came free in the time of a whole trial.</exception>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public async Task<DescribedModel> DescribeAsync(string path, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(options.TrialTime, cancellationToken))
        {
            throw new BusyException($"{AtOnce} other networks are being tried, and none was done within {options.TrialTime.TotalSeconds:0} seconds; upload this one again in a minute.");
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(options.TrialTime);
            return await TryTwiceAsync(new InstanceRequest.DescribeModel(path), deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelPackageException(
                $"Loading the network and trying it on a tile took longer than {options.TrialTime.TotalSeconds:0} seconds and was ended. Has it a loop without an end? "
                + "A network that is only large can be given more time by the setting RasterAnalysis__Worker__TrialTime.",
                exception);
        }
        finally
        {
            _places.Release();
        }
    }

    public void Dispose() => _places.Dispose();

    /// <summary>An instance may have been ended by somebody else; what ends two of them is the network.</summary>
    private async Task<DescribedModel> TryTwiceAsync(InstanceRequest.DescribeModel request, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync(request, cancellationToken);
        }
        catch (ProcessingInstanceException exception) when (exception is { IsTransient: true, IsForMemory: false })
        {
            logger.LogInformation("A network is tried once more: {Message}", exception.Message);
        }

        return await TryAsync(request, cancellationToken, isLast: true);
    }

    private async Task<DescribedModel> TryAsync(InstanceRequest.DescribeModel request, CancellationToken cancellationToken, bool isLast = false)
    {
        var instance = pool.Rent();
        try
        {
            return await instance.CallAsync<DescribedModel>(request, null, null, cancellationToken);
        }
        catch (InferenceException exception)
        {
            throw new ModelPackageException($"The network was loaded but cannot be run. {exception.Message}", exception);
        }
        catch (ProcessingInstanceException exception) when (exception.IsForMemory)
        {
            throw new ModelPackageException($"The network takes too much memory to be tried: its {exception.Message[4..]}", exception);
        }
        catch (ProcessingInstanceException exception) when (exception.IsTransient && isLast)
        {
            logger.LogInformation("A network has ended two instances: {Message}", exception.Message);
            throw new ModelPackageException("The network ended the process that loaded and tried it, twice. Export it to ONNX again, with another opset or without custom operators.", exception);
        }
        catch (ProcessingInstanceException exception) when (!exception.IsTransient)
        {
            logger.LogError("A network could not be looked through: {Message}", exception.Message);
            throw new ModelPackageException("The network could not be looked through: the service met a fault of its own with it, and its log says which. Export it to ONNX again in another way.", exception);
        }
        finally
        {
            pool.Return(instance);
        }
    }
}
