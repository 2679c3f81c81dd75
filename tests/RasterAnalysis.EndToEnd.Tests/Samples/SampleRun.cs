using System.Diagnostics;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Samples;

/// <summary>What <c>samples/quickstart.sh --all</c> does with a service that runs, done once: <c>samples/kinds/run.sh</c>.</summary>
public sealed class SampleRun(SharedService service) : IAsyncLifetime
{
    public ServiceClient Client => service.Client;

    public string Folder { get; } = Directory.CreateTempSubdirectory("kinds").FullName;

    public string Output { get; private set; } = "";

    public int ExitCode { get; private set; }

    public async ValueTask InitializeAsync()
    {
        using var process = Process.Start(new ProcessStartInfo(
            "bash", [RepositoryFiles.Path("samples/kinds/run.sh"), Client.Http.BaseAddress!.ToString().TrimEnd('/'), SampleScene.Path, Folder])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        var errors = process.StandardError.ReadToEndAsync();
        Output = await process.StandardOutput.ReadToEndAsync() + await errors;
        await process.WaitForExitAsync();
        ExitCode = process.ExitCode;
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
