using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Service;

/// <summary>The service of all tests that leave it as it is.</summary>
public sealed class SharedService : IAsyncLifetime
{
    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    public async ValueTask InitializeAsync() => await Process.StartAsync();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
