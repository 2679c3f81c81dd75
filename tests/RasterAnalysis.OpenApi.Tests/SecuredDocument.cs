using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>The document of a service with sign-in, which has all the routes that there are.</summary>
public sealed class SecuredDocument : IAsyncLifetime
{
    private readonly ServiceProcess _process = new();

    /// <summary>The document, as the service gives it.</summary>
    public string Text { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        _process.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        await _process.StartAsync();
        Text = await _process.Client.Http.GetStringAsync("swagger/v1/swagger.json");
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
