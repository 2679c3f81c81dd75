using System.Security.Cryptography;
using System.Text.Json.Nodes;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>A client in TypeScript (<c>tests/openapi/client.ts</c>) by the types that openapi-typescript makes: it compiles, submits, waits and downloads.</summary>
public sealed class TypeScriptClientTests(DescribedService service)
{
    [Fact]
    public async Task Types_made_of_the_document_carry_a_job()
    {
        var document = service.File("typescript.json");
        await File.WriteAllTextAsync(document, service.Document, TestContext.Current.CancellationToken);
        Directory.CreateDirectory(Path.Combine(NodeTool.Folder, "node_modules", ".generated"));
        await NodeTool.RunAsync("node_modules/openapi-typescript/bin/cli.js", document, "-o", "node_modules/.generated/schema.d.ts");
        await NodeTool.RunAsync("node_modules/typescript/bin/tsc", "-p", ".");

        var output = await NodeTool.RunAsync(
            "node_modules/.compiled/client.js", service.Client.Http.BaseAddress!.AbsoluteUri, service.RasterId, service.PackageId);

        var told = JsonNode.Parse(output)!;
        Assert.Equal("extent", (string)Assert.Single(told["refused"]!.AsArray())!["field"]!);
        Assert.Equal("[40,30]", told["size"]!.ToJsonString());
        Assert.Equal("""{"value":2,"name":"High","color":[0,250,120]}""", told["classes"]![2]!.ToJsonString());
        var file = await service.Client.GetBytesAsync($"api/v1/items/{told["itemId"]}/data");
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(file)), (string)told["sha256"]!);
    }
}
