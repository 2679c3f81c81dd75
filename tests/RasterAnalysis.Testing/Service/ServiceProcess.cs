using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;

namespace RasterAnalysis.Testing.Service;

/// <summary>The built service as a process of its own, with a data root and a raster store in a temporary folder.</summary>
public sealed partial class ServiceProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-e2e-").FullName;
    private readonly StringBuilder _log = new();
    private Process? _process;

    /// <summary>A service with a data root of its own.</summary>
    public ServiceProcess() => DataRoot = Path.Combine(_folder, "data");

    /// <summary>The service's data root; read at the next start.</summary>
    public string DataRoot { get; set; }

    /// <summary>The folder that jobs may read as <c>/rasterStores/store/…</c>.</summary>
    public string Store => Path.Combine(_folder, "store");

    /// <summary>Speaks to the service, for as long as it runs.</summary>
    public ServiceClient Client { get; private set; } = null!;

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

    /// <summary>
    /// Further settings, in environment form; read at the next start. Uploads wait for conversions, however busy the machine is that the tests run on; and of the hundreds of services that tests
    /// start most have one small job or none, so that none is rehearsed.
    /// </summary>
    public Dictionary<string, string> Settings { get; } = new()
    {
        ["RasterAnalysis__PythonFunctions__ConversionWait"] = "00:01:30",
        ["RasterAnalysis__Worker__Rehearses"] = "false",
    };

    /// <summary>Has jobs worked on by the test worker, over which a fault strikes; from the next start.</summary>
    /// <param name="fault">See <see cref="FaultyWorker.FaultVariable"/>.</param>
    public void PlantFault(string fault)
    {
        Settings["RasterAnalysis__Worker__Path"] = FaultyWorker.ProgramPath;
        Settings[FaultyWorker.FaultVariable] = fault;
    }

    /// <summary>Process ids of the processing instances that it has started and that still run.</summary>
    public IReadOnlyList<int> InstanceIds() => [.. Directory.EnumerateDirectories("/proc").Select(Path.GetFileName)
        .Where(name => int.TryParse(name, out _)).Select(name => int.Parse(name!, System.Globalization.CultureInfo.InvariantCulture))
        .Where(id => ParentOf(id) == _process!.Id)];

    /// <summary>Process id of the service.</summary>
    public int Id => _process!.Id;

    /// <summary>Starts it, and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        var address = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = Begin(address);
        _process.Exited += (_, _) => address.TrySetException(new InvalidOperationException($"The service ended before it was ready:\n{Log}"));
        _process.EnableRaisingEvents = true;
        Client = new ServiceClient(await address.Task.WaitAsync(TimeSpan.FromMinutes(2)));
        await Until.TrueAsync(Client.IsReadyAsync, "the service to be ready");
    }

    /// <summary>Starts it although it will refuse to, and waits for its end.</summary>
    /// <returns>The exit code, and what it printed.</returns>
    public async Task<(int ExitCode, string Said)> RefusedAsync()
    {
        lock (_log)
        {
            _log.Clear();
        }

        _process = Begin(new TaskCompletionSource<Uri>());
        await _process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (_process.ExitCode, Log);
    }

    /// <summary>Runs <c>user</c> of the program to its end, with the service's own settings.</summary>
    /// <param name="input">The line that it reads.</param>
    /// <param name="words">The words behind <c>user</c>.</param>
    /// <returns>The exit code, and what it printed.</returns>
    public async Task<(int ExitCode, string Said)> UserCommandAsync(string input, params string[] words)
    {
        using var process = Process.Start(Command(["user", .. words]))!;
        await process.StandardInput.WriteLineAsync(input);
        process.StandardInput.Close();
        var (said, failed) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(2));
        return (process.ExitCode, await said + await failed);
    }

    private ProcessStartInfo Command(params string[] words)
    {
        Directory.CreateDirectory(Store);
        var start = new ProcessStartInfo("dotnet", [Path.Combine(BuiltService.Folder, "RasterAnalysis.Api.dll"), .. words])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        start.Environment["RasterAnalysis__DataRoot"] = DataRoot;
        start.Environment["RasterAnalysis__RasterStores__store"] = Store;
        foreach (var (key, value) in Settings)
        {
            start.Environment[key] = value;
        }

        return start;
    }

    private Process Begin(TaskCompletionSource<Uri> address)
    {
        var process = new Process { StartInfo = Command("--urls", "http://127.0.0.1:0") };
        process.OutputDataReceived += (_, e) => Listen(e.Data, address);
        process.ErrorDataReceived += (_, e) => Listen(e.Data, address);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Ends it at once, as a power cut would.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        Client?.Dispose();
    }

    /// <summary>Asks it and its instances to end, as a service manager does, and waits.</summary>
    /// <returns>The exit code.</returns>
    public async Task<int> StopAsync()
    {
        using (var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}", .. InstanceIds().Select(id => $"{id}")]))
        {
            await kill.WaitForExitAsync();
        }

        await _process.WaitForExitAsync();
        Client.Dispose();
        return _process.ExitCode;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            await KillAsync();
        }

        _process?.Dispose();
        await Until.TrueAsync(() => Task.FromResult(TryDelete()), "the last process to let go of the data root");
    }

    private static int ParentOf(int processId)
    {
        try
        {
            var stat = File.ReadAllText($"/proc/{processId}/stat");
            return int.Parse(stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return -1; // gone meanwhile
        }
    }

    private void Listen(string? line, TaskCompletionSource<Uri> address)
    {
        if (line is null)
        {
            return;
        }

        lock (_log)
        {
            _log.AppendLine(line);
        }

        if (ListeningLine().Match(line) is { Success: true } match)
        {
            address.TrySetResult(new Uri(match.Groups[1].Value));
        }
    }

    private bool TryDelete()
    {
        try
        {
            Directory.Delete(_folder, recursive: true);
            return true;
        }
        catch (IOException)
        {
            return false; // an orphaned instance is still writing
        }
    }

    [GeneratedRegex(@"Now listening on: ""?(http://127\.0\.0\.1:\d+)")]
    private static partial Regex ListeningLine();
}
