using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>A host for a class of tests that leave it as it is.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal ArcGisHost Host { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Host = await ArcGisHost.StartAsync();

    public ValueTask DisposeAsync() => Host.DisposeAsync();
}
