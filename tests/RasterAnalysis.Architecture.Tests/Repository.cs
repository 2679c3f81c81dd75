using System.IO.Enumeration;
using System.Xml.Linq;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>The source tree that the tests look at.</summary>
internal static class Repository
{
    private static readonly string[] Made = ["bin", "obj", "artifacts", "node_modules", ".git", "TestResults"];

    public static string Root { get; } = FindRoot();

    private static readonly Lazy<string[]> AllFiles = new(() =>
    [
        .. new FileSystemEnumerable<string>(Root, (ref FileSystemEntry entry) => entry.ToFullPath(), new EnumerationOptions { RecurseSubdirectories = true })
        {
            ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref FileSystemEntry entry) => !Made.Contains(entry.FileName.ToString()),
        },
    ]);

    public static string[] Projects(string folder) =>
        [.. Directory.GetFiles(Path.Combine(Root, folder), "*.csproj", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    public static XElement Load(string project) => XDocument.Load(project).Root!;

    /// <summary>Source files under a folder, without what a build makes.</summary>
    public static IEnumerable<string> Sources(string folder) =>
        Directory.GetFiles(Path.Combine(Root, folder), "*.cs", SearchOption.AllDirectories)
            .Where(path => !path.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts"));

    /// <summary>Files of the repository by the end of their names, without what a build or an installation makes.</summary>
    public static IEnumerable<string> Files(params string[] extensions) => AllFiles.Value.Where(path => extensions.Contains(Path.GetExtension(path)));

    private static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "RasterAnalysis.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("RasterAnalysis.sln is in no folder above the tests.");
    }
}
