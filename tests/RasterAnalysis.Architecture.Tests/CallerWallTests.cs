using System.Text.RegularExpressions;

namespace RasterAnalysis.Architecture.Tests;

/// <summary>What answers requests sees items and jobs as who asks may know them: no endpoint takes the stores themselves, so none can forget to look.</summary>
public sealed partial class CallerWallTests
{
    [Fact]
    public void Nothing_that_answers_requests_takes_a_store_of_items_or_jobs()
    {
        var taken = new[] { "src/RasterAnalysis.Api", "src/RasterAnalysis.ArcGis" }.SelectMany(Repository.Sources)
            .Where(path => Store().IsMatch(WithoutComments(File.ReadAllText(path)))).Select(path => Path.GetRelativePath(Repository.Root, path));

        Assert.Equal([], taken);
    }

    private static string WithoutComments(string code) => Comment().Replace(code, "");

    [GeneratedRegex(@"\b(ICatalogStore|IJobStore)\b")]
    private static partial Regex Store();

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
