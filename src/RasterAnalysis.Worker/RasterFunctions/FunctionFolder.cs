using RasterAnalysis.Processing;

namespace RasterAnalysis.Worker.RasterFunctions;

/// <summary>
/// A throw-away copy of a package, in which its function may write: some leave a log beside themselves. Large files are links to the package's own, which the function can read and not change.
/// </summary>
internal sealed class FunctionFolder : IDisposable
{
    private const long LargestCopy = 16L << 20;

    private FunctionFolder(string path) => Path = path;

    /// <summary>Full path of the copy.</summary>
    public string Path { get; }

    /// <summary>Copies a package.</summary>
    /// <param name="package">Full path of its folder.</param>
    /// <exception cref="IOException">There is no room.</exception>
    public static FunctionFolder Copy(string package)
    {
        var folder = new FunctionFolder(InstanceScratch.Make());
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

    /// <summary>Deletes the copy, and whatever the function left there.</summary>
    public void Dispose() => InstanceScratch.Delete(Path);
}
