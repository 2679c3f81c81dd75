using RasterAnalysis.TestAuthority;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.OpenApi.Tests;

/// <summary>The client in C# against a service whose users an OpenID Connect authority knows: a program gets its token there, by the client credentials grant.</summary>
public sealed class SecuredCSharpClientTests(DescribedService described) : IAsyncLifetime
{
    private const string Program = "nightly";

    private readonly AuthorityServer _authority = new();
    private readonly ServiceProcess _service = new();

    public async ValueTask InitializeAsync()
    {
        await _authority.StartAsync();
        await _authority.RegisterProgramAsync(new AuthorityUser("program-1", Program, "analyst"));
        foreach (var (name, value) in new[] { ("Mode", "OpenIdConnect"), ("Authority", _authority.Address.AbsoluteUri), ("Audience", AuthorityServer.Audience), ("RoleClaim", "role") })
        {
            _service.Settings[$"RasterAnalysis__SignIn__{name}"] = value;
        }

        await _service.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        await _authority.DisposeAsync();
    }

    [Fact]
    public async Task Client_carries_a_job_with_a_token_of_the_authority_and_nothing_without_one()
    {
        // of the document of the service with sign-in, which has more routes
        var client = await CSharpClient.MakeAsync(await _service.Client.Http.GetStringAsync("swagger/v1/swagger.json"));
        var address = _service.Client.Http.BaseAddress!.AbsoluteUri;

        var file = await client.CallAsync<byte[]>("ClassifyWithTokenAsync", address, await _authority.ProgramTokenAsync(Program), described.Raster, described.Package);

        Assert.Null(CogFile.Read(file).FirstDifference((row, column) => (uint)DescribedService.ClassAt(row, column)));
        Assert.Equal("401 sign-in", await client.CallAsync<string>("RefusalAsync", address));
    }
}
