using System.Globalization;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>
/// A throw-away copy of a package, in which its function may write: some leave a log beside themselves. Large files are links to the package's own, which the function can read and not change.
/// </summary>
internal sealed class FunctionFolder : IDisposable
{
    private const string Prefix = "rasteranalysis-function-";
    private const long LargestCopy = 16L << 20;

    private FunctionFolder(string path) => Path = path;

    /// <summary>Full path of the copy.</summary>
    public string Path { get; }

    /// <summary>Copies a package.</summary>
    /// <param name="package">Full path of its folder.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public static FunctionFolder Copy(string package)
    {
        SweepUp();
        var folder = new FunctionFolder(Directory.CreateDirectory(
            System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"{Prefix}{Environment.ProcessId}-{Guid.NewGuid():N}")).FullName);
        try
        {
            foreach (var file in new DirectoryInfo(package).EnumerateFiles("*", SearchOption.AllDirectories))
            {
                var target = System.IO.Path.Combine(folder.Path, System.IO.Path.GetRelativePath(package, file.FullName));
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                if (file.Length > LargestCopy)
                {
                    File.CreateSymbolicLink(target, file.FullName);
                }
                else
                {
                    using var copy = File.Create(target);
                    using var original = file.OpenRead();
                    original.CopyTo(copy);
                }
            }

            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the copy; whatever the function left there, links out of it are not followed.</summary>
    public void Dispose() => TryDelete(Path);

    /// <summary>What an instance left that was killed.</summary>
    private static void SweepUp()
    {
        foreach (var folder in Directory.EnumerateDirectories(System.IO.Path.GetTempPath(), $"{Prefix}*"))
        {
            var owner = System.IO.Path.GetFileName(folder)[Prefix.Length..].Split('-')[0];
            if (int.TryParse(owner, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !Directory.Exists($"/proc/{process}"))
            {
                TryDelete(folder);
            }
        }
    }

    private static void TryDelete(string folder)
    {
        try
        {
            Directory.Delete(folder, recursive: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // another instance sweeps it up, or its owner, who is another user, does
        }
    }
}
