using Microsoft.Extensions.Logging;
using RasterAnalysis.Catalog;
using RasterAnalysis.Inference;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>
/// Has instances load and try strangers' networks, and make them first where the package has none. Either may run for ever, so trials have places of their own, that nothing else waits for,
/// and a time limit of their own, and so have conversions; and whatever a network does to its instance is told as a fault of its package.
/// </summary>
/// <param name="pool">Where instances come from.</param>
/// <param name="options">Says how long a trial may take.</param>
/// <param name="conversion">Says how long making a network may take.</param>
/// <param name="logger">Hears how instances ended.</param>
/// <remarks>Thread-safe.</remarks>
internal sealed class ModelTrials(ProcessingInstancePool pool, ProcessingInstanceOptions options, ConversionOptions conversion, ILogger<ModelTrials> logger) : IDisposable
{
    private const int AtOnce = 2;
    private readonly SemaphoreSlim _places = new(AtOnce);
    private readonly SemaphoreSlim _conversions = new(AtOnce);

    /// <summary>Loads a network, runs it and says what it is; one that has to be made is made first.</summary>
    /// <param name="path">Folder of the unpacked package, or an <c>.emd</c>.</param>
    /// <param name="runsPackageCode">Whether program code of the package's own may run.</param>
    /// <param name="onConversion">Called when one has to be made; null for nobody.</param>
    /// <param name="cancellationToken">Ends the instance.</param>
    /// <exception cref="ModelPackageException">The network cannot be used.</exception>
    /// <exception cref="BusyException">No place came free in the time of a whole trial.</exception>
    /// <exception cref="ProcessingInstanceException">The worker program cannot be started.</exception>
    public async Task<DescribedModel> DescribeAsync(string path, bool runsPackageCode, Action? onConversion, CancellationToken cancellationToken)
    {
        if (await TrialAsync<bool>(new InstanceRequest.NeedsConversion(path), cancellationToken))
        {
            onConversion?.Invoke();
            await ConvertAsync(path, cancellationToken);
        }

        return await TrialAsync<DescribedModel>(new InstanceRequest.DescribeModel(path, runsPackageCode), cancellationToken);
    }

    /// <summary>Whoever waits here has been answered already, or is a job.</summary>
    private async Task ConvertAsync(string path, CancellationToken cancellationToken)
    {
        await _conversions.WaitAsync(cancellationToken);
        try
        {
            // torch is ended in its time by the instance, which then compares what was made: its first trial
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(conversion.Time + options.TrialTime);
            await TryTwiceAsync<bool>(new InstanceRequest.ConvertModel(path), deadline.Token);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new ModelPackageException(
                $"Making an ONNX network of the package's file took longer than {conversion.Time.TotalSeconds:0} seconds and was ended. "
                + "One that is only large can be given more time by the setting RasterAnalysis__PythonFunctions__ConversionTime.",
                exception);
        }
        finally
        {
            _conversions.Release();
        }
    }

    private async Task<T> TrialAsync<T>(InstanceRequest request, CancellationToken cancellationToken)
    {
        if (!await _places.WaitAsync(options.TrialTime, cancellationToken))
        {
            throw new BusyException($"{AtOnce} other networks are being tried, and none was done within {options.TrialTime.TotalSeconds:0} seconds; upload this one again in a minute.");
        }

        try
        {
            using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            deadline.CancelAfter(options.TrialTime);
            return await TryTwiceAsync<T>(request, deadline.Token);
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

    public void Dispose()
    {
        _places.Dispose();
        _conversions.Dispose();
    }

    /// <summary>An instance may have been ended by somebody else; what ends two of them is the network.</summary>
    private async Task<T> TryTwiceAsync<T>(InstanceRequest request, CancellationToken cancellationToken)
    {
        try
        {
            return await TryAsync<T>(request, cancellationToken);
        }
        catch (ProcessingInstanceException exception) when (exception is { IsTransient: true, IsForMemory: false })
        {
            logger.LogInformation("A network is tried once more: {Message}", exception.Message);
        }

        return await TryAsync<T>(request, cancellationToken, isLast: true);
    }

    private async Task<T> TryAsync<T>(InstanceRequest request, CancellationToken cancellationToken, bool isLast = false)
    {
        var instance = await pool.RentAsync(cancellationToken);
        try
        {
            return await instance.CallAsync<T>(request, null, null, cancellationToken);
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
