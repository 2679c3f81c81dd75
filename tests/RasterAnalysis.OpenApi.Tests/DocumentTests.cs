using System.Text.Json.Nodes;
using RasterAnalysis.Testing;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>The document itself: the one that is committed is that of a service with sign-in, which has every route; that of an open one is a part of it. A linter knows no fault of it.</summary>
public sealed class DocumentTests(DescribedService service, SecuredDocument secured) : IClassFixture<SecuredDocument>
{
    private const string Committed = "docs/reference/openapi.json";

    private static readonly Version Needed = new(20, 19);

    [Fact]
    public async Task The_committed_document_is_that_of_the_service()
    {
        var path = RepositoryFiles.Path(Committed);
        if (JsonNode.DeepEquals(JsonNode.Parse(secured.Text), JsonNode.Parse(await File.ReadAllTextAsync(path, TestContext.Current.CancellationToken))))
        {
            return;
        }

        var actual = Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "openapi.json");
        Directory.CreateDirectory(Path.GetDirectoryName(actual)!);
        await File.WriteAllTextAsync(actual, secured.Text + "\n", TestContext.Current.CancellationToken);
        Assert.Fail($"The service describes itself in another way than {Committed}. If that is meant: cp artifacts/tests/openapi.json {Committed}.");
    }

    [Fact]
    public void The_document_of_an_open_service_is_a_part_of_that_of_one_with_sign_in()
    {
        var (open, all) = (JsonNode.Parse(service.Document)!, JsonNode.Parse(secured.Text)!);

        Assert.All(open["paths"]!.AsObject(), path => Assert.True(JsonNode.DeepEquals(path.Value, all["paths"]![path.Key]), path.Key));
        Assert.All(open["components"]!["schemas"]!.AsObject(), schema => Assert.True(JsonNode.DeepEquals(schema.Value, all["components"]!["schemas"]![schema.Key]), schema.Key));
        Assert.Contains("/api/v1/keys", all["paths"]!.AsObject().Select(path => path.Key));
    }

    [Fact]
    public async Task The_linter_finds_nothing()
    {
        var node = await NodeTool.RunAsync("-p", "process.versions.node");
        Assert.SkipWhen(Version.Parse(node.Trim()) < Needed, $"Redocly's linter needs Node {Needed} and this is {node.Trim()}: the document is NOT linted here.");
        var file = service.File("openapi.json");
        await File.WriteAllTextAsync(file, secured.Text, TestContext.Current.CancellationToken);

        var (code, output) = await NodeTool.TryRunAsync("node_modules/@redocly/cli/bin/cli.js", "lint", "--format=json", file);

        Assert.True(code == 0, output);
        var problems = JsonNode.Parse(output[output.IndexOf('{', StringComparison.Ordinal)..(output.LastIndexOf('}') + 1)])!["problems"]!.AsArray();
        Assert.True(problems.Count == 0, problems.ToJsonString());
    }
}
