using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Service;

/// <summary>A service for one test class alone, which may look at its folders or end it.</summary>
public sealed class OwnService : IAsyncLifetime
{
    public ServiceProcess Process { get; } = new();

    public ServiceClient Client => Process.Client;

    public async ValueTask InitializeAsync() => await Process.StartAsync();

    public ValueTask DisposeAsync() => Process.DisposeAsync();
}
