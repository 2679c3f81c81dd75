using System.Text.RegularExpressions;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>Habits of the house that a reader relies on.</summary>
public sealed partial class SourceHabitTests
{
    private const int MostLines = 400;
    private const int MostColumns = 200;

    [Fact]
    public void Source_files_are_short() => Assert.Equal(
        [],
        Repository.Sources("src").Concat(Repository.Sources("tests"))
            .Where(path => !Generated().IsMatch(path))
            .Select(path => (Path.GetRelativePath(Repository.Root, path), Lines: File.ReadLines(path).Count())).Where(file => file.Lines > MostLines));

    [Fact]
    public void Lines_have_at_most_200_columns_without_their_texts() => Assert.Equal(
        [],
        Repository.Sources("src").Concat(Repository.Sources("tests")).SelectMany(path => File.ReadLines(path).Index()
            .Where(line => Quoted().Replace(line.Item, "").Length > MostColumns).Select(line => $"{Path.GetRelativePath(Repository.Root, path)}:{line.Index + 1}")));

    [Fact]
    public void Editors_are_told_the_same_columns() =>
        Assert.Contains($"max_line_length = {MostColumns}", File.ReadAllLines(Path.Combine(Repository.Root, ".editorconfig")));

    [Fact]
    public void Source_files_hold_no_unfinished_marks() => Assert.Equal(
        [],
        Repository.Sources("src").Where(path => Unfinished().IsMatch(File.ReadAllText(path))).Select(path => Path.GetRelativePath(Repository.Root, path)));

    [Fact]
    public void Native_imports_are_in_the_interop_folder_of_Gdal_only() => Assert.All(
        Repository.Sources("src").Where(path => Import().IsMatch(File.ReadAllText(path))),
        path => Assert.StartsWith(Path.Combine("src", "RasterAnalysis.Gdal", "Interop"), Path.GetRelativePath(Repository.Root, path), StringComparison.Ordinal));

    [Fact]
    public void Public_types_have_a_file_of_their_name()
    {
        var wrong = Repository.Sources("src").SelectMany(path => PublicType().Matches(File.ReadAllText(path))
            .Select(match => (Type: match.Groups[1].Value, File: Path.GetFileName(path).Split('.')[0]))
            .Where(pair => pair.Type != pair.File && pair.File != "Program"));

        Assert.Equal([], wrong);
    }

    [Fact]
    public void Repository_holds_no_path_of_one_machine()
    {
        var texts = new[] { "src", "tests", "samples", "docs", "docker" }.Select(folder => Path.Combine(Repository.Root, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.GetFiles(folder, "*", SearchOption.AllDirectories))
            .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}node_modules{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            .Where(path => Path.GetExtension(path) is ".cs" or ".sh" or ".md" or ".py" or ".json" or ".yaml" or ".csproj" or ".Dockerfile");

        Assert.Equal([], texts.Where(path => MachinePath().IsMatch(File.ReadAllText(path))).Select(path => Path.GetRelativePath(Repository.Root, path)));
    }

    // what dotnet ef writes for a migration
    [GeneratedRegex(@"/Migrations/(Sqlite|PostgreSql)/")]
    private static partial Regex Generated();

    [GeneratedRegex(@"NotImplementedException|\b(TODO|FIXME|HACK)\b")]
    private static partial Regex Unfinished();

    [GeneratedRegex(@"\[(LibraryImport|DllImport)\b")]
    private static partial Regex Import();

    // types of their own line at the left margin: nested types and file-scoped helpers are the file's own affair
    [GeneratedRegex(@"^public (?:static |sealed |abstract |readonly |partial |unsafe )*(?:class|record struct|record|struct|interface|enum) (\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex("""
        "(?:\\.|[^"\\])*"
        """)]
    private static partial Regex Quoted();

    [GeneratedRegex("""(^|[\s"'=(])/(home|root|work)/[a-z]""", RegexOptions.Multiline)]
    private static partial Regex MachinePath();
}
