using System.Diagnostics;
using System.Text;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.DataStore;

/// <summary>The worker as a node without a web face, with a data folder of its own.</summary>
internal sealed class NodeProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-node-").FullName;
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>Its data folder.</summary>
    public string DataRoot => Path.Combine(_folder, "data of the node");

    /// <summary>Settings, in environment form.</summary>
    public Dictionary<string, string> Settings { get; } = [];

    /// <summary>Number of the process.</summary>
    public int Id => _process!.Id;

    /// <summary>What it has printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
            {
                return _log.ToString();
            }
        }
    }

    /// <summary>Starts it.</summary>
    public void Start()
    {
        var start = new ProcessStartInfo("dotnet", [BuiltService.Worker, "serve"]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _folder };
        foreach (var (name, value) in Settings)
        {
            start.Environment[name] = value;
        }

        start.Environment["RasterAnalysis__DataRoot"] = DataRoot;
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Listen(e.Data);
        _process.ErrorDataReceived += (_, e) => Listen(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Waits for its end.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> EndedAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return _process.ExitCode;
    }

    /// <summary>Ends it and its instances at once, as a power cut would, and takes its data folder away.</summary>
    public async Task LoseAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await Until.TrueAsync(() => Task.FromResult(TryDelete()), "the last process to let go of the node's folder");
    }

    public async ValueTask DisposeAsync()
    {
        await LoseAsync();
        _process?.Dispose();
    }

    private bool TryDelete()
    {
        try
        {
            if (Directory.Exists(_folder))
            {
                Directory.Delete(_folder, recursive: true);
            }

            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    private void Listen(string? line)
    {
        lock (_log)
        {
            _log.AppendLine(line);
        }
    }
}
