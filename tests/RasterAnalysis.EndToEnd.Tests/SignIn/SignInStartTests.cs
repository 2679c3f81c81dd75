using System.Diagnostics;
using System.Net;
using System.Text.Json.Nodes;
using RasterAnalysis.TestAuthority;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>How a service comes to have accounts: by its settings, by the command line, and over a data folder that had none.</summary>
public sealed class SignInStartTests
{
    [Fact]
    public async Task Off_loopback_the_service_does_not_start_until_somebody_says_who_may_come_in()
    {
        await using var service = new ServiceProcess();
        service.Settings["Kestrel__Endpoints__Http__Url"] = "http://0.0.0.0:0";
        service.Settings["RasterAnalysis__AllowedHostNames__0"] = "*";

        var (code, said) = await service.RefusedAsync();

        Assert.Equal(78, code);
        Assert.Contains("RasterAnalysis__SignIn__Mode", said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("RasterAnalysis__SignIn__Mode", "Everybody", "RasterAnalysis__SignIn__Mode")]
    [InlineData("RasterAnalysis__SignIn__FirstUser", "root", "RasterAnalysis__SignIn__FirstPassword")]
    [InlineData("RasterAnalysis__SignIn__FirstPassword", "short", "RasterAnalysis__SignIn__FirstUser")]
    public async Task Settings_that_cannot_be_used_refuse_the_start(string setting, string value, string named)
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        service.Settings[setting] = value;

        var (code, said) = await service.RefusedAsync();

        Assert.Equal(78, code);
        Assert.Contains(named, said, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Mode", "BuiltIn", "RasterAnalysis__SignIn__Authority: is for an OpenID Connect authority")]
    [InlineData("Authority", "http://authority.example.org", "RasterAnalysis__SignIn__Authority: is required: the full address of the OpenID Connect authority, by https")]
    [InlineData("Audience", "", "RasterAnalysis__SignIn__Audience: is required")]
    [InlineData("FirstUser", "root", "RasterAnalysis__SignIn__FirstUser: is for the mode BuiltIn")]
    [InlineData("Roles__King__0", "kings", "RasterAnalysis__SignIn__Roles__King: is no role; there are Viewer, Analyst, Publisher, Administrator")]
    [InlineData("UsualRole", "king", "RasterAnalysis__SignIn__UsualRole: is 'king'; it must be Viewer or Analyst or Publisher or Administrator")]
    public async Task Settings_of_an_authority_that_cannot_be_used_refuse_the_start(string setting, string value, string said)
    {
        await using var service = new ServiceProcess();
        foreach (var (name, usual) in new[] { ("Mode", "OpenIdConnect"), ("Authority", "https://authority.example.org/"), ("Audience", "rasteranalysis") })
        {
            service.Settings[$"RasterAnalysis__SignIn__{name}"] = usual;
        }

        service.Settings[$"RasterAnalysis__SignIn__{setting}"] = value;

        var (code, refusal) = await service.RefusedAsync();

        Assert.Equal(78, code);
        Assert.Contains(said, refusal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_account_of_before_is_bound_to_a_user_of_the_authority()
    {
        await using var authority = new AuthorityServer();
        await authority.StartAsync();
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        await service.UserCommandAsync(SecuredService.Password, "add", "alice", "--role", "administrator");
        await service.StartAsync();
        using var alice = await service.Client.SignInAsync("alice", SecuredService.Password);
        var item = await alice.AddAsync(TiffFile.Byte(8, 8, 1, (_, row, column) => (byte)(row + column)), "before.tif");
        await service.StopAsync();

        foreach (var (name, value) in new[] { ("Mode", "OpenIdConnect"), ("Authority", authority.Address.AbsoluteUri), ("Audience", AuthorityServer.Audience), ("RoleClaim", "role") })
        {
            service.Settings[$"RasterAnalysis__SignIn__{name}"] = value;
        }

        var (bound, _) = await service.UserCommandAsync("", "bind", "alice", "--subject", "a-1");
        var (missing, said) = await service.UserCommandAsync("", "bind", "berta", "--subject", "b-1");
        await service.StartAsync();
        using var again = ServiceClient.WithToken(service.Client.Http.BaseAddress!, authority.Write(new AuthorityUser("a-1", "alice@example.org", "analyst")));

        Assert.Equal((0, 78), (bound, missing));
        Assert.Contains("berta", said, StringComparison.Ordinal);
        Assert.Equal("alice", (string)(await again.GetAsync($"api/v1/items/{item["id"]}"))["owner"]!);
        Assert.Equal(("alice", "analyst"), (await again.GetAsync("api/v1/session")) is var session ? ((string)session["user"]!, (string)session["role"]!) : default);
    }

    [Fact]
    public async Task What_there_was_before_belongs_to_the_first_administrator()
    {
        await using var service = new ServiceProcess();
        await service.StartAsync();
        var item = await service.Client.AddAsync(TiffFile.Byte(8, 8, 1, (_, row, column) => (byte)(row + column)), "before.tif");
        await service.StopAsync();
        Assert.Equal("admin", (string)item["owner"]!);

        service.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        var (code, said) = await service.UserCommandAsync(SecuredService.Password, "add", "alice", "--role", "administrator");
        await service.UserCommandAsync(SecuredService.Password, "add", "bert", "--role", "analyst");
        var (_, list) = await service.UserCommandAsync("", "list");
        await service.StartAsync();

        Assert.Equal((0, true), (code, said.Contains("alice is administrator", StringComparison.Ordinal)));
        Assert.Equal(["alice administrator", "bert analyst"], list.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => string.Join(' ', line.Split('\t')[..2])));
        using var alice = await service.Client.SignInAsync("alice", SecuredService.Password);
        using var bert = await service.Client.SignInAsync("bert", SecuredService.Password);
        var mine = await alice.GetAsync($"api/v1/items/{item["id"]}");
        using var others = await bert.Http.GetAsync($"api/v1/items/{item["id"]}");
        using var nobodys = await service.Client.Http.GetAsync($"api/v1/items/{item["id"]}");
        Assert.Equal(("alice", "private"), ((string)mine["owner"]!, (string)mine["access"]!));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.Unauthorized), (others.StatusCode, nobodys.StatusCode));
    }

    [Fact]
    public async Task The_command_line_refuses_what_the_service_would_refuse()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";

        var (weak, why) = await service.UserCommandAsync("short", "add", "alice", "--role", "administrator");
        var (role, which) = await service.UserCommandAsync(SecuredService.Password, "add", "alice", "--role", "king");
        var (usage, how) = await service.UserCommandAsync("", "promote");
        await service.UserCommandAsync(SecuredService.Password, "add", "alice", "--role", "administrator");
        var (last, reason) = await service.UserCommandAsync("", "remove", "alice");

        Assert.Equal((78, 78, 64, 78), (weak, role, usage, last));
        Assert.Contains("12 characters", why, StringComparison.Ordinal);
        Assert.Contains("viewer, analyst, publisher, administrator", which, StringComparison.Ordinal);
        Assert.Contains("Usage", how, StringComparison.Ordinal);
        Assert.Contains("last administrator", reason, StringComparison.Ordinal);
    }
}
