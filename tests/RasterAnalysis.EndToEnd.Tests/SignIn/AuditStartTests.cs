using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.SignIn;

/// <summary>The audit where nobody signs in, over starts with other settings, and by the command line.</summary>
public sealed class AuditStartTests
{
    [Fact]
    public async Task Without_sign_in_the_one_user_did_it_and_another_setting_is_recorded_at_the_next_start()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__Limits__StoragePerUser"] = "1000000";
        await service.StartAsync();
        var item = await service.Client.AddAsync(TiffFile.Byte(8, 8, 1, (_, row, column) => (byte)(row + column)), "mine.tif");
        Assert.Equal([("admin", "item-added", "none", "127.0.0.1")], await ListAsync(service.Client, record => ((string)record["user"]!, (string)record["action"]!, (string)record["means"]!, (string)record["address"]!)));
        Assert.Equal((string)item["id"]!, (string)(await service.Client.GetAsync("api/v1/audit"))[0]!["target"]!);
        await service.StopAsync();

        service.Settings["RasterAnalysis__SignIn__Mode"] = "BuiltIn";
        service.Settings["RasterAnalysis__SignIn__MetricsToken"] = "a-token-of-collectors";
        service.Settings["RasterAnalysis__Limits__StoragePerUser"] = "2000000";
        Assert.Equal(0, (await service.UserCommandAsync(SecuredService.Password, "add", "alice", "--role", "administrator")).ExitCode);
        Assert.Equal(0, (await service.UserCommandAsync(SecuredService.Password, "add", "bert", "--role", "viewer")).ExitCode);
        Assert.Equal(0, (await service.UserCommandAsync("", "remove", "bert")).ExitCode);
        await service.StartAsync();

        using var alice = await service.Client.SignInAsync("alice", SecuredService.Password);
        Assert.Equal(
            [
                ("token-issued", "", "token"), ("setting-changed", "not set -> BuiltIn", "service"), ("setting-changed", "not set -> set", "service"), ("setting-changed", "1000000 -> 2000000", "service"),
                ("user-removed", "", "command-line"), ("user-added", "viewer", "command-line"), ("user-added", "administrator", "command-line"), ("item-added", "mine.tif", "none"),
            ],
            await ListAsync(alice, record => ((string)record["action"]!, (string)record["action"]! == "token-issued" ? "" : (string)record["detail"]!, (string)record["means"]!)));
        Assert.DoesNotContain("a-token-of-collectors", await alice.Http.GetStringAsync("api/v1/audit"), StringComparison.Ordinal);
        Assert.Equal(["RasterAnalysis__SignIn__Mode"], (await alice.GetAsync("api/v1/audit?target=RasterAnalysis__SignIn__Mode")).AsArray().Select(record => (string)record!["target"]!));
    }

    [Fact]
    public async Task Behind_a_trusted_proxy_the_address_is_the_clients()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__SignIn__Mode"] = "None";
        service.Settings["RasterAnalysis__Proxies__0"] = "127.0.0.1";
        await service.StartAsync();
        service.Client.Http.DefaultRequestHeaders.Add("X-Forwarded-For", "203.0.113.9");

        await service.Client.AddAsync(TiffFile.Byte(8, 8, 1, (_, row, column) => (byte)(row + column)), "mine.tif");

        Assert.Equal(["203.0.113.9"], await ListAsync(service.Client, record => (string)record["address"]!));
    }

    private static async Task<T[]> ListAsync<T>(ServiceClient client, Func<JsonNode, T> tell) => [.. (await client.GetAsync("api/v1/audit")).AsArray().Select(record => tell(record!))];
}
