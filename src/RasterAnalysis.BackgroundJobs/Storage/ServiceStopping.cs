namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>Tells that the service is being stopped, so that nobody waits for a database any longer.</summary>
internal sealed class ServiceStopping : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    public CancellationToken Token => _source.Token;

    public void Announce() => _source.Cancel();

    public void Dispose() => _source.Dispose();
}
