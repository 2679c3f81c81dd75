using System.Net.Http.Json;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>The page of a service with accounts, as its user walks through it in Chromium (<c>tests/clients/browser/map-page-sign-in.test.mjs</c>).</summary>
public sealed class MapPageTests(SecuredService service) : IClassFixture<SecuredService>
{
    [Fact]
    public async Task Somebody_signs_in_works_and_leaves()
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; the page is NOT tested here.");
        using var group = await service.Ann.Http.PostAsJsonAsync("api/v1/groups", new { title = "Foresters" });
        await NodeScript.RunAsync("browser/map-page-sign-in", new Dictionary<string, string>
        {
            ["SERVICE"] = service.Nobody.Http.BaseAddress!.AbsoluteUri,
            ["SCENE"] = RepositoryFiles.Path("artifacts/samples/L7_ETMs.tif"),
            ["PACKAGE"] = RepositoryFiles.Path("samples/land-cover/land-cover.dlpk"),
            ["USER_NAME"] = "ann",
            ["USER_PASSWORD"] = SecuredService.Password,
            ["SCREENSHOTS"] = Directory.CreateDirectory(Path.Combine(Path.GetDirectoryName(RepositoryFiles.Path("RasterAnalysis.sln"))!, "artifacts", "tests", "page")).FullName,
        });
        var result = (await service.Ann.GetAsync("api/v1/items?take=1"))[0]!;
        Assert.Equal(("shared", 1), ((string)result["access"]!, result["groups"]!.AsArray().Count));
    }
}
