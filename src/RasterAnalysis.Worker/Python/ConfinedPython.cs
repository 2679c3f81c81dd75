using System.ComponentModel;
using System.Diagnostics;
using System.Text;

namespace RasterAnalysis.Worker.Python;

/// <summary>
/// A Python process that runs a script of ours, which confines itself (<c>confinement.py</c>) before it loads a stranger's code. Whatever it says is hostile: lines and log are cut, and it has only
/// so long for each line.
/// </summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ConfinedPython : IDisposable
{
    /// <summary>Bytes of a line on its standard output; one that says more is ended.</summary>
    public const int LongestLine = 1 << 20;

    private const int KeptLog = 8192;
    private readonly Process _process;
    private readonly byte[] _line = new byte[LongestLine];
    private readonly byte[] _log = new byte[KeptLog];
    private readonly Task _logging;
    private long _logged;
    private int _filled;

    private ConfinedPython(Process process)
    {
        _process = process;
        _logging = Task.Run(KeepLogAsync);
    }

    /// <summary>The last that it wrote to its standard error.</summary>
    public string LastWords
    {
        get
        {
            lock (_log)
            {
                var (kept, begin) = ((int)Math.Min(_logged, KeptLog), _logged > KeptLog ? (int)(_logged % KeptLog) : 0);
                return Encoding.UTF8.GetString([.. _log.AsSpan(begin, kept - begin), .. _log.AsSpan(0, begin)]).Trim();
            }
        }
    }

    /// <summary>Folder of our own scripts.</summary>
    public static string Scripts { get; } = Path.Combine(AppContext.BaseDirectory, "Python");

    /// <summary>What keeps Python from running confined here, as a sentence; null for nothing.</summary>
    /// <param name="interpreter">Full path of the interpreter.</param>
    public static string? Missing(string interpreter)
    {
        if (!File.Exists(interpreter))
        {
            return $"There is no Python at '{interpreter}'.";
        }

        try
        {
            using var check = Start(interpreter, Path.Combine(Scripts, "confinement.py"), [], Path.GetTempPath());
            return check.ReadLine(TimeSpan.FromSeconds(30)) is { } missing ? missing.Length == 0 ? null : missing + "."
                : $"'{interpreter}' does not run our scripts: {check.LastWords}";
        }
        catch (Exception exception) when (exception is Win32Exception or TimeoutException or InvalidDataException)
        {
            return $"'{interpreter}' does not run our scripts: {exception.Message}";
        }
    }

    /// <summary>Starts a script.</summary>
    /// <param name="interpreter">Full path of the interpreter.</param>
    /// <param name="script">Full path of the script.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="scratch">Full path of the folder that it starts in and is told to write to.</param>
    /// <exception cref="Win32Exception">The interpreter cannot be started.</exception>
    public static ConfinedPython Start(string interpreter, string script, IReadOnlyList<string> arguments, string scratch)
    {
        // isolated: no module from the folder that it starts in, nothing of the user's, no variables; and no files of compiled code
        var start = new ProcessStartInfo(interpreter, ["-I", "-B", "-X", "utf8", script, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            UseShellExecute = false,
            WorkingDirectory = scratch,
        };

        // settings of the service are in its environment, passwords among them
        start.Environment.Clear();
        foreach (var (name, value) in new[] { ("PATH", "/usr/bin:/bin"), ("LANG", "C.UTF-8"), ("HOME", scratch), ("TMPDIR", scratch) })
        {
            start.Environment[name] = value;
        }

        return new ConfinedPython(Process.Start(start)!);
    }

    /// <summary>Hands it a line.</summary>
    /// <exception cref="IOException">It has ended.</exception>
    public void WriteLine(string line)
    {
        _process.StandardInput.Write(line + "\n");
        _process.StandardInput.Flush();
    }

    /// <summary>Waits for its next line.</summary>
    /// <param name="limit">How long; after it the process is ended.</param>
    /// <returns>The line; null when it has ended, and then <see cref="LastWords"/> are complete.</returns>
    /// <exception cref="TimeoutException">It took too long.</exception>
    /// <exception cref="InvalidDataException">Its line is longer than <see cref="LongestLine"/>.</exception>
    public string? ReadLine(TimeSpan limit)
    {
        // a wait for a pipe cannot be called off, but the other end can be closed; a thread of its own for it would cost more than what is waited for
        var isLate = false;
        using var clock = new Timer(
            _ =>
            {
                Volatile.Write(ref isLate, true);
                Kill();
            },
            null, limit, Timeout.InfiniteTimeSpan);
        var line = ReadLine();
        if (!Volatile.Read(ref isLate))
        {
            return line;
        }

        End();
        throw new TimeoutException($"It gave no answer for {limit.TotalSeconds:0.#} seconds and was ended.");
    }

    /// <summary>Ends the process.</summary>
    public void Dispose()
    {
        End();
        _process.Dispose();
    }

    private string? ReadLine()
    {
        var (seen, output) = (0, _process.StandardOutput.BaseStream);
        while (true)
        {
            var end = Array.IndexOf(_line, (byte)'\n', seen, _filled - seen);
            if (end >= 0)
            {
                var text = Encoding.UTF8.GetString(_line, 0, end);
                _line.AsSpan(end + 1, _filled - end - 1).CopyTo(_line);
                _filled -= end + 1;
                return text;
            }

            if (_filled == LongestLine)
            {
                End();
                throw new InvalidDataException($"It printed a line of more than {LongestLine} bytes and was ended.");
            }

            seen = _filled;
            var read = output.Read(_line.AsSpan(_filled));
            if (read == 0)
            {
                _logging.GetAwaiter().GetResult();
                return null;
            }

            _filled += read;
        }
    }

    private async Task KeepLogAsync()
    {
        var (buffer, error) = (new byte[KeptLog], _process.StandardError.BaseStream);
        while (await error.ReadAsync(buffer).ConfigureAwait(false) is > 0 and var read)
        {
            lock (_log)
            {
                foreach (var value in buffer.AsSpan(0, read))
                {
                    _log[_logged++ % KeptLog] = value;
                }
            }
        }
    }

    private void End()
    {
        Kill();
        _process.WaitForExit();
        _logging.GetAwaiter().GetResult();
    }

    private void Kill()
    {
        try
        {
            _process.Kill(entireProcessTree: true);
        }
        catch (Exception exception) when (exception is InvalidOperationException or Win32Exception)
        {
            // it has just ended by itself
        }
    }
}
