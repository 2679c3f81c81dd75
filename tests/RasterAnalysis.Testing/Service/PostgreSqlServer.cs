using System.Diagnostics;

namespace RasterAnalysis.Testing.Service;

/// <summary>A PostgreSQL server on loopback with a folder of its own, for as long as the tests last. <c>tests/run.sh</c> installs it.</summary>
public class PostgreSqlServer : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-postgresql-").FullName;
    private readonly int _port = LoopbackPort.Free();

    public string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={_port};Username=test;Database={database};Include Error Detail=true;Maximum Pool Size=20";

    /// <summary>Makes an empty database.</summary>
    /// <returns>Its connection string.</returns>
    public async Task<string> CreateDatabaseAsync()
    {
        var name = $"test{Guid.NewGuid():N}";
        await RunToolAsync("createdb", "-h", "127.0.0.1", "-p", _port.ToString(System.Globalization.CultureInfo.InvariantCulture), "-U", "test", name);
        return ConnectionString(name);
    }

    /// <summary>Makes a cluster and starts it.</summary>
    public async Task StartAsync()
    {
        // PostgreSQL refuses to run as root
        if (Environment.UserName == "root")
        {
            await RunAsync("chown", "postgres", _folder);
        }

        await RunToolAsync("initdb", "-D", Path.Combine(_folder, "data"), "-U", "test", "-A", "trust", "-E", "UTF8", "--no-sync");
        await RunToolAsync(
            "pg_ctl", "-D", Path.Combine(_folder, "data"), "-l", Path.Combine(_folder, "log"), "-w", "-o",
            $"-c port={_port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={_folder} -c fsync=off", "start");
    }

    public async ValueTask DisposeAsync()
    {
        await RunToolAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "stop");
        Directory.Delete(_folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    private static Task RunToolAsync(string tool, params string[] arguments)
    {
        var path = Directory.Exists("/usr/lib/postgresql")
            ? Directory.EnumerateDirectories("/usr/lib/postgresql").Order().Select(version => Path.Combine(version, "bin", tool)).LastOrDefault(File.Exists) ?? tool
            : tool;
        return Environment.UserName == "root" ? RunAsync("runuser", ["-u", "postgres", "--", path, .. arguments]) : RunAsync(path, arguments);
    }

    private static async Task RunAsync(string program, params string[] arguments)
    {
        // the server inherits the streams, so they go nowhere rather than into a pipe that would never end
        using var process = Process.Start(new ProcessStartInfo("sh", ["-c", "\"$0\" \"$@\" >/dev/null 2>&1 </dev/null", program, .. arguments]) { WorkingDirectory = "/" })!;
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}; tests/run.sh installs PostgreSQL.");
        }
    }
}
