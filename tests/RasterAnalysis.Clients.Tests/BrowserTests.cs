using RasterAnalysis.Testing;

namespace RasterAnalysis.Clients.Tests;

/// <summary>A real browser with pages of another origin than the service. Each script looks at what a page's user would see.</summary>
public sealed class BrowserTests(ClientScene scene)
{
    [Theory]
    [InlineData("arcgis")]
    [InlineData("readers")]
    [InlineData("events")]
    public Task Page_shows_the_classes(string script)
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; {script} is NOT tested here.");
        return NodeScript.RunAsync($"browser/{script}", scene.Environment);
    }
}
