using System.IO.Compression;
using System.Text.Json.Nodes;

namespace RasterAnalysis.Testing.Service;

/// <summary>
/// What the service of an earlier commit left: a data folder with a raster, a package, the result <c>Quays</c> of a job that succeeded and the job <c>Moles</c> that waits.
/// <c>tests/databases/make.py</c> made them, one of each shape that the tables ever had.
/// </summary>
/// <param name="Commit">The commit.</param>
public sealed record FormerDataFolder(string Commit)
{
    private string Archive => RepositoryFiles.Path($"tests/databases/{Commit}.zip");

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Commits { get; } = [.. Directory.GetFiles(Path.GetDirectoryName(RepositoryFiles.Path("tests/databases/make.py"))!, "*.zip")
        .Select(path => Path.GetFileNameWithoutExtension(path)).Order()];

    /// <summary>Those whose service could use PostgreSQL; the first ones made no tables there.</summary>
    public static IReadOnlyList<string> CommitsWithPostgreSql { get; } = [.. Commits.Where(commit => new FormerDataFolder(commit).PostgreSql is not null)];

    /// <summary>What the service answered about its items (<c>items</c>), jobs (<c>jobs</c>) and folders (<c>folders</c>).</summary>
    public JsonNode Answers => JsonNode.Parse(Read("expected.json")!)!;

    /// <summary>Tables and rows as SQL for PostgreSQL; null where the service could not use it.</summary>
    public string? PostgreSql => Read("postgresql.sql");

    /// <summary>Lays the folder out.</summary>
    /// <param name="dataRoot">Where; made if it is not there.</param>
    /// <param name="withDatabase">Whether the database of SQLite belongs to it.</param>
    public void Extract(string dataRoot, bool withDatabase = true)
    {
        using var archive = ZipFile.OpenRead(Archive);
        foreach (var entry in archive.Entries.Where(entry => entry.FullName.StartsWith("data/", StringComparison.Ordinal) && (withDatabase || entry.Name != "rasteranalysis.db")))
        {
            var target = Path.Combine(dataRoot, entry.FullName["data/".Length..]);
            Directory.CreateDirectory(Path.GetDirectoryName(target)!);
            entry.ExtractToFile(target);
        }
    }

    private string? Read(string name)
    {
        using var archive = ZipFile.OpenRead(Archive);
        if (archive.GetEntry(name) is not { } entry)
        {
            return null;
        }

        using var reader = new StreamReader(entry.Open());
        return reader.ReadToEnd();
    }
}
