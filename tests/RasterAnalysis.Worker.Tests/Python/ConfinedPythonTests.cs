using RasterAnalysis.Worker.Python;

namespace RasterAnalysis.Worker.Tests.Python;

/// <summary>
/// What a stranger's Python may not do, each tried by the confined process itself. Nothing that is tried harms anybody where it is not stopped: signals are number 0, child processes end at once.
/// </summary>
public sealed class ConfinedPythonTests : IDisposable
{
    private const string Interpreter = "/usr/bin/python3";

    /// <summary>Tries one expression, confined or not; what it may be stopped by is what the confinement gives.</summary>
    private const string Host =
        """
        import ctypes, errno, fcntl, mmap, os, platform, signal, socket, subprocess, sys, threading
        sys.path.insert(0, sys.argv[1])
        import confinement
        scratch, secret, given, attempt = sys.argv[2:6]
        if sys.argv[6] == "confined":
            confinement.confine([given], scratch, 2 << 30, 60)
        column = confinement.ARCHITECTURES[platform.machine()][1]

        def call(name, *arguments):
            result = confinement.system().syscall({**confinement.DENIED, **confinement.PARTLY}[name][column], *arguments)
            if result < 0:
                raise OSError(ctypes.get_errno(), name)
            return result

        def child(pid):
            if pid == 0:
                os._exit(0)
            os.waitpid(pid, 0)

        def opened(count):
            return [open(given) for _ in range(count)]

        def thread():
            heard = []
            started = threading.Thread(target=lambda: heard.append(1))
            started.start()
            started.join()
            return heard[0]

        try:
            eval(attempt)
            print("done", flush=True)
        except (PermissionError, MemoryError) as error:
            print("stopped", flush=True)
        except OSError as error:
            print("stopped" if error.errno in (errno.ENOSYS, errno.EFBIG, errno.EMFILE, errno.ENOMEM) else f"failed: {error}", flush=True)
        except BaseException as error:
            print(f"failed: {error!r}", flush=True)
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("confined-").FullName;

    public ConfinedPythonTests()
    {
        Assert.True(File.Exists(Interpreter), $"{Interpreter} is missing: run tests/install-tools.sh.");
        Directory.CreateDirectory(Scratch);
        File.WriteAllText(Path.Combine(_folder, "host.py"), Host);
        File.WriteAllText(Secret, "secret");
        File.WriteAllText(Given, "given");
    }

    private string Scratch => Path.Combine(_folder, "scratch");

    private string Secret => Path.Combine(_folder, "secret.txt");

    private string Given => Path.Combine(_folder, "given.txt");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("open(secret).read()")]
    [InlineData("os.listdir(os.path.dirname(secret))")]
    [InlineData("open('/etc/passwd').read()")]
    [InlineData("open(f'/proc/{os.getppid()}/environ').read()")]
    [InlineData("(os.path.lexists(scratch + '/link') or os.symlink(secret, scratch + '/link') or True) and open(scratch + '/link').read()")]
    [InlineData("os.symlink(secret, scratch + '/soft')")]
    [InlineData("os.link(given, scratch + '/hard')")]
    [InlineData("open(secret, 'a').write('more')")]
    [InlineData("open(os.path.dirname(secret) + '/new.txt', 'w')")]
    [InlineData("os.rename(secret, secret + '.moved') or os.rename(secret + '.moved', secret)")]
    [InlineData("os.chmod(secret, 0o644)")]
    [InlineData("os.utime(secret)")]
    [InlineData("os.truncate(secret, 6)")]
    [InlineData("socket.socket()")]
    [InlineData("socket.socket(socket.AF_UNIX)")]
    [InlineData("socket.socketpair()")]
    [InlineData("subprocess.run(['/bin/true'])")]
    [InlineData("child(os.fork())")]
    [InlineData("os.kill(os.getppid(), 0)")]
    [InlineData("os.kill(os.getpid(), 0)")]
    [InlineData("call('tgkill', os.getppid(), os.getppid(), 0)")]
    [InlineData("fcntl.fcntl(1, fcntl.F_SETOWN, os.getppid())")]
    [InlineData("call('pidfd_open', os.getppid(), 0)")]
    [InlineData("call('keyctl', 0, -4, 1)")]
    [InlineData("call('shmget', 0, 4096, 0o600)")]
    [InlineData("os.sched_setaffinity(0, os.sched_getaffinity(0))")]
    [InlineData("os.setpriority(os.PRIO_PROCESS, 0, 1)")]
    [InlineData("os.setsid()")]
    [InlineData("[os.ftruncate(file.fileno(), 5 << 30) for file in [open(scratch + '/large', 'wb')]]")]
    [InlineData("opened(600)")]
    [InlineData("mmap.mmap(-1, 20 << 30)")]
    public void What_it_may_not_do_is_stopped(string attempt)
    {
        Assert.Equal("stopped", Try(attempt, isConfined: true));
        Assert.Equal("done", Try(attempt, isConfined: false));
    }

    /// <summary>What most users may not do anyway, or would have this process trace its child, so that only the confined process is asked.</summary>
    [Theory]
    [InlineData("call('ptrace', 0, 0, 0, 0)")]
    [InlineData("call('mount', 0, 0, 0, 0, 0)")]
    [InlineData("call('unshare', 0x10000000)")]
    [InlineData("call('setns', 0, 0)")]
    [InlineData("call('bpf', 99, 0, 0)")]
    [InlineData("call('perf_event_open', 0, 0, 0, 0, 0)")]
    [InlineData("call('process_vm_readv', os.getppid(), 0, 0, 0, 0, 0)")]
    [InlineData("call('io_uring_setup', 0, 0)")]
    [InlineData("call('userfaultfd', 0)")]
    [InlineData("call('clone3', 0, 0)")]
    [InlineData("call('finit_module', -1, 0, 0)")]
    [InlineData("os.setuid(os.getuid())")]
    [InlineData("os.chroot('/')")]
    public void What_needs_privileges_is_stopped_too(string attempt) => Assert.Equal("stopped", Try(attempt, isConfined: true));

    [Theory]
    [InlineData("open(given).read()")]
    [InlineData("open(scratch + '/new.txt', 'w').write('more')")]
    [InlineData("os.mkdir(scratch + '/new') or os.listdir(scratch)")]
    [InlineData("thread()")]
    [InlineData("__import__('decimal').Decimal(2).sqrt()")]
    [InlineData("len(mmap.mmap(-1, 100 << 20))")]
    public void What_it_needs_is_left(string attempt) => Assert.Equal("done", Try(attempt, isConfined: true));

    [Fact]
    public void Nothing_is_missing_where_tests_run_and_a_missing_Python_is_named()
    {
        Assert.Null(ConfinedPython.Missing(Interpreter));
        Assert.Equal("There is no Python at '/nowhere/python3'.", ConfinedPython.Missing("/nowhere/python3"));
        Assert.Contains("does not run our scripts", ConfinedPython.Missing("/bin/false"), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_of_the_service_are_not_in_its_environment()
    {
        using var python = Start("print(sorted(__import__('os').environ), flush=True)");

        Assert.Equal("['HOME', 'LANG', 'PATH', 'TMPDIR']", python.ReadLine(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void Lines_go_to_and_fro()
    {
        using var python = Start("import sys\nfor line in sys.stdin: print(line.strip()[::-1], flush=True)");

        foreach (var (given, expected) in new[] { ("abc", "cba"), ("äö", "öä") })
        {
            python.WriteLine(given);
            Assert.Equal(expected, python.ReadLine(TimeSpan.FromMinutes(1)));
        }
    }

    [Fact]
    public void One_that_hangs_is_ended()
    {
        using var python = Start("while True: pass");

        Assert.Throws<TimeoutException>(() => python.ReadLine(TimeSpan.FromMilliseconds(50)));
        Assert.Null(python.ReadLine(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void One_that_prints_without_end_is_ended_and_takes_no_memory()
    {
        using var python = Start("import os\nwhile True: os.write(1, b'x' * 65536)");

        Assert.Throws<InvalidDataException>(() => python.ReadLine(TimeSpan.FromMinutes(1)));
    }

    [Fact]
    public void The_last_that_it_complained_of_is_kept()
    {
        using var python = Start("import sys\nsys.stderr.write('noise ' * 100000)\nraise ValueError('the last word')");

        Assert.Null(python.ReadLine(TimeSpan.FromMinutes(1)));
        Assert.EndsWith("ValueError: the last word", python.LastWords, StringComparison.Ordinal);
        Assert.Contains("line 3", python.LastWords, StringComparison.Ordinal);
        Assert.True(python.LastWords.Length <= 8192);
    }

    private ConfinedPython Start(string script)
    {
        var path = Path.Combine(_folder, "script.py");
        File.WriteAllText(path, script);
        return ConfinedPython.Start(Interpreter, path, [], Scratch);
    }

    private string? Try(string attempt, bool isConfined)
    {
        using var python = ConfinedPython.Start(
            Interpreter, Path.Combine(_folder, "host.py"), [ConfinedPython.Scripts, Scratch, Secret, Given, attempt, isConfined ? "confined" : "free"], Scratch);
        return python.ReadLine(TimeSpan.FromMinutes(1)) ?? python.LastWords;
    }
}
