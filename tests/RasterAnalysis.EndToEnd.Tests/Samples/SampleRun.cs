using System.Diagnostics;
using RasterAnalysis.EndToEnd.Tests.Packages;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>What <c>samples/quickstart.sh --all</c> does with a service that runs, done once: <c>samples/kinds/run.sh</c>.</summary>
public sealed class SampleRun : IAsyncLifetime
{
    private readonly FunctionService _service = new();

    public ServiceClient Client => _service.Client;

    public string Folder { get; } = Directory.CreateTempSubdirectory("kinds").FullName;

    public string Output { get; private set; } = "";

    public int ExitCode { get; private set; }

    public async ValueTask InitializeAsync()
    {
        await _service.InitializeAsync();
        (ExitCode, Output) = await RunAsync(Client, Folder);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return _service.DisposeAsync();
    }

    /// <summary>Runs the script.</summary>
    /// <param name="client">Knows the service.</param>
    /// <param name="folder">Receives what it leaves.</param>
    /// <param name="names">Kinds by the names of their results; none for all.</param>
    public static async Task<(int ExitCode, string Output)> RunAsync(ServiceClient client, string folder, params string[] names)
    {
        using var process = Process.Start(new ProcessStartInfo(
            "bash", [RepositoryFiles.Path("samples/kinds/run.sh"), client.Http.BaseAddress!.ToString().TrimEnd('/'), SampleScene.Path, folder, .. names])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        return (process.ExitCode, output);
    }
}
