namespace RasterAnalysis.Catalog;

/// <summary>A package that is being described, and for which an ONNX network may have to be made first.</summary>
/// <remarks>Thread-safe. <see cref="PackagePreparations"/> ends it.</remarks>
public sealed class PackagePreparation : IDisposable
{
    private readonly CancellationTokenSource _cancellation = new();
    private readonly TaskCompletionSource _conversion = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly ConversionOptions _options;
    private readonly TimeProvider _time;

    internal PackagePreparation(
        string itemId, Func<Action, CancellationToken, Task<DescribedPackage>> describe, ConversionOptions options, TimeProvider time)
    {
        (ItemId, _options, _time) = (itemId, options, time);

        // it is nobody's request, whoever began it
        using (ExecutionContext.SuppressFlow())
        {
            Described = Task.Run(() => describe(() => _conversion.TrySetResult(), _cancellation.Token));
        }
    }

    /// <summary>The item.</summary>
    public string ItemId { get; }

    /// <summary>What is found in the package, or why it is refused.</summary>
    internal Task<DescribedPackage> Described { get; }

    /// <summary>Waits for the end; where a network has to be made, no longer than the settings say.</summary>
    /// <param name="mayGoOn">Whether it may go on when the caller waits no more; else it is waited for however long it takes.</param>
    /// <param name="cancellationToken">Stops waiting.</param>
    /// <returns>What was found; null when it takes longer.</returns>
    /// <exception cref="RasterAnalysisException">The package is refused.</exception>
    public async Task<DescribedPackage?> WaitAsync(bool mayGoOn, CancellationToken cancellationToken)
    {
        if (mayGoOn && await Task.WhenAny(Described, _conversion.Task).WaitAsync(cancellationToken).ConfigureAwait(false) != Described)
        {
            await Task.WhenAny(Described, Task.Delay(_options.Wait, _time, cancellationToken)).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            if (!Described.IsCompleted)
            {
                return null;
            }
        }

        return await Described.WaitAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Ends the instance that works on it, and waits until it has let go of the package's files.</summary>
    internal async Task CancelAsync()
    {
        try
        {
            await _cancellation.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // it has ended in between
        }

        await Task.WhenAny(Described).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public void Dispose() => _cancellation.Dispose();
}
