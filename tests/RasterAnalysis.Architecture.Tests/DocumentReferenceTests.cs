using System.Text.RegularExpressions;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>What a comment or a page points to can be read here: the page exists, and so does the section of it.</summary>
public sealed partial class DocumentReferenceTests
{
    private static readonly string[] Texts = [".cs", ".md", ".sh", ".py", ".mjs", ".props", ".csproj", ".yaml"];

    [Fact]
    public void Pages_that_are_named_by_their_path_exist_with_the_section()
    {
        var named = Repository.Files(Texts)
            .SelectMany(file => NamedPage().Matches(File.ReadAllText(file)).Select(match => (file, page: match.Groups[1].Value, section: match.Groups[2].Value))).ToList();

        Assert.True(named.Count > 60, "More pages are named than that.");
        Assert.Equal([], named.Select(link => Missing(link.file, Path.Combine(Repository.Root, link.page), link.section)).OfType<string>());
    }

    [Fact]
    public void Links_of_pages_lead_to_files_and_sections_that_exist()
    {
        var links = Repository.Files(".md")
            .SelectMany(file => Link().Matches(WithoutCode(File.ReadAllText(file))).Select(match => (file, target: match.Groups[1].Value, section: match.Groups[2].Value)))
            .Where(link => !link.target.Contains(':', StringComparison.Ordinal)).ToList();

        Assert.True(links.Count > 100, "There are more links than that.");
        Assert.Equal(
            [],
            links.Select(link => Missing(link.file, link.target.Length == 0 ? link.file : Path.Combine(Path.GetDirectoryName(link.file)!, link.target), link.section)).OfType<string>());
    }

    [Fact]
    public void Nothing_cites_a_document_that_is_not_here() =>
        Assert.Equal([], Repository.Files(Texts).SelectMany(file => Outside().Matches(File.ReadAllText(file)).Select(match => $"{Relative(file)}: {match.Value}")));

    [Theory]
    [InlineData("## Pages of other origins", "pages-of-other-origins")]
    [InlineData("### `ClassifyPixels`, and [more](x.md#y)", "classifypixels-and-more")]
    [InlineData("""text <a id="what-clients-send-beside"></a>text""", "what-clients-send-beside")]
    public void Sections_have_the_anchors_that_GitHub_gives_them(string line, string expected) => Assert.Equal([expected], Sections(line));

    /// <returns>What is wrong with a reference; null when nothing is.</returns>
    private static string? Missing(string from, string page, string section) =>
        !File.Exists(page) && !Directory.Exists(page) ? $"{Relative(from)}: there is no {Relative(page)}"
        : section.Length > 0 && !Sections(File.ReadAllText(page)).Contains(section) ? $"{Relative(from)}: {Relative(page)} has no section #{section}"
        : null;

    private static IEnumerable<string> Sections(string text) => Heading().Matches(text).Select(match => Anchor(match.Groups[1].Value))
        .Concat(ExplicitAnchor().Matches(text).Select(match => match.Groups[1].Value));

    private static string Anchor(string heading) =>
        NotOfAnAnchor().Replace(Link().Replace(heading, ""), "").Trim().ToLowerInvariant().Replace(' ', '-');

    private static string WithoutCode(string text) => Code().Replace(text, "");

    private static string Relative(string path) => Path.GetRelativePath(Repository.Root, path);

    [GeneratedRegex(@"(?<![/\w])(docs/[\w/-]+\.md)(?:#([\w-]+))?")]
    private static partial Regex NamedPage();

    // the text before it stays: headings are made of it
    [GeneratedRegex(@"(?<=\])\(([^)#\s]*)(?:#([\w-]+))?\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#{1,6} (.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex("""<a id="([\w-]+)">""")]
    private static partial Regex ExplicitAnchor();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotOfAnAnchor();

    [GeneratedRegex("^```.*?^```|`[^`\n]*`", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Code();

    // notes that lie beside the repository where it is worked on
    [GeneratedRegex(@"(?<![@/\w-])(?:arcgis-rest|dlpk-emd|models-beyond-onnx|the-tool)(?:\.md|</c>| (?:section )?\d)|(?<![/\w-])(?:contract|peers|design|style)\.md|\.\./shared\b")]
    private static partial Regex Outside();
}
