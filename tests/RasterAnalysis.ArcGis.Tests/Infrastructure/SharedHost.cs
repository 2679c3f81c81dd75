using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>One host for all tests of a class; for tests that leave nothing behind.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal ArcGisHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ArcGisHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
