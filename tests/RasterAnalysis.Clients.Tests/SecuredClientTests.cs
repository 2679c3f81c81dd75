using RasterAnalysis.Testing;

namespace RasterAnalysis.Clients.Tests;

/// <summary>ArcGIS's clients sign in to a service with accounts.</summary>
public sealed class SecuredClientTests(SecuredScene scene) : IClassFixture<SecuredScene>
{
    [Fact]
    public Task Client_signs_in_by_password_and_by_code() => NodeScript.RunAsync("secured", scene.Environment);

    [Fact]
    public Task Page_signs_its_user_in()
    {
        Assert.SkipWhen(NodeScript.LacksOfBrowser is not null, $"There is no browser to test with: {NodeScript.LacksOfBrowser}; sign-in in the browser is NOT tested here.");
        return NodeScript.RunAsync("browser/secured", scene.Environment);
    }
}
