using System.Diagnostics;

namespace RasterAnalysis.EndToEnd.Tests.Faults;

/// <summary>A small file system in memory, which only root may mount.</summary>
internal sealed class SmallDisk : IDisposable
{
    private readonly string _ballast;

    public SmallDisk(int megabytes, string what)
    {
        _ballast = Path.Combine(Folder, "ballast");
        Assert.SkipUnless(
            Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", Folder),
            $"NOT TESTED: {what}. This needs the right to mount a file system in memory; run the tests as root.");
    }

    public string Folder { get; } = Directory.CreateTempSubdirectory("rasteranalysis-disk-").FullName;

    /// <summary>Leaves no byte free.</summary>
    public void Fill()
    {
        using var file = new FileStream(_ballast, FileMode.Create);
        var block = new byte[4096];
        try
        {
            while (true)
            {
                file.Write(block);
                file.Flush();
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    /// <summary>Takes back what <see cref="Fill"/> did.</summary>
    public void Empty() => File.Delete(_ballast);

    public void MakeReadOnly() => Assert.True(Run("mount", "-o", "remount,ro", Folder));

    public void Dispose()
    {
        Run("umount", "-l", Folder);
        Directory.Delete(Folder, recursive: true);
    }

    private static bool Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.WaitForExit();
        return process.ExitCode == 0;
    }
}
