using System.Text.Json.Nodes;
using RasterAnalysis.Testing;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>The document itself: the one that is committed, and without a fault that a linter knows.</summary>
public sealed class DocumentTests(DescribedService service)
{
    private const string Committed = "docs/reference/openapi.json";

    private static readonly Version Needed = new(20, 19);

    [Fact]
    public async Task The_committed_document_is_that_of_the_service()
    {
        var path = RepositoryFiles.Path(Committed);
        if (JsonNode.DeepEquals(JsonNode.Parse(service.Document), JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))))
        {
            return;
        }

        var actual = Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "openapi.json");
        Directory.CreateDirectory(Path.GetDirectoryName(actual)!);
        await File.WriteAllTextAsync(actual, service.Document + "\n", TestContext.Current.CancellationToken);
        Assert.Fail($"The service describes itself in another way than {Committed}. If that is meant: cp artifacts/tests/openapi.json {Committed}.");
    }

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        var node = await NodeTool.RunAsync("-p", "process.versions.node");
        Assert.SkipWhen(Version.Parse(node.Trim()) < Needed, $"Redocly's linter needs Node {Needed} and this is {node.Trim()}: the document is NOT linted here.");
        var file = service.File("openapi.json");
        await File.WriteAllTextAsync(file, service.Document, TestContext.Current.CancellationToken);

        var (code, output) = await NodeTool.TryRunAsync("node_modules/@redocly/cli/bin/cli.js", "lint", "--format=json", file);

        Assert.True(code == 0, output);
        var problems = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!["problems"]!.AsArray();
        Assert.True(problems.Count == 0, problems.ToJsonString());
    }
}
