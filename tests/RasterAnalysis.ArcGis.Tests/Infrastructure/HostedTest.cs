using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>A test with a host of its own.</summary>
public abstract class HostedTest : IAsyncLifetime
{
    internal ArcGisHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ArcGisHost.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
