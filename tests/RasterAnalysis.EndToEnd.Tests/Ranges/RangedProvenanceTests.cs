using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Ranges;

/// <summary>Results of rasters of other servers: what was read of them is written down, and a verification works from the same or says that it is another.</summary>
public sealed class RangedProvenanceTests
{
    private const int BlockBytes = 16 << 10;

    [Fact]
    public async Task A_file_is_named_by_address_tag_length_and_the_hash_of_what_was_read()
    {
        await using var scene = new RemoteScene();
        await scene.StartAsync();
        var (job, _) = await scene.Service.Client.ClassifyAsync(scene.Request(300, 500, 256));

        var document = await scene.Service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}/provenance");
        var asset = document["assets"]!.AsObject().Select(asset => asset.Value!).Single(asset => (string)asset["href"]! == scene.Server.Address.AbsoluteUri);
        Assert.Equal(("\"one\"", "2026-11-01T12:00:00Z", RemoteScene.Content.Length), ((string)asset["rasteranalysis:etag"]!, (string)asset["rasteranalysis:last_modified"]!, (int)asset["file:size"]!));
        var blocks = asset["rasteranalysis:blocks"]!;
        var read = blocks["ranges"]!.AsArray().SelectMany(range => Enumerable.Range((int)range![0]!, (int)range[1]! - (int)range[0]! + 1)).ToArray();
        Assert.Equal((BlockBytes, read.Length), ((int)blocks["size"]!, (int)blocks["count"]!));
        Assert.InRange(read.Length, 2, RemoteScene.Content.Length / BlockBytes / 2);
        byte[] expected = [.. read.SelectMany(block => RemoteScene.Content.Skip(block * BlockBytes).Take(BlockBytes))];
        Assert.Equal($"1220{Convert.ToHexStringLower(SHA256.HashData(expected))}", (string)blocks["checksum"]!);
        Assert.DoesNotContain(document["assets"]!.AsObject(), other => other.Value!["title"] is { } title && ((string)title!).StartsWith("fetched-", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("1000000000")]
    [InlineData("0")]
    public async Task A_verification_makes_the_same_pixels_of_the_same_file_and_says_when_it_is_another(string cacheBytes)
    {
        await using var scene = new RemoteScene(set: settings => settings["RasterAnalysis__RemoteRasters__CacheBytes"] = cacheBytes);
        await scene.StartAsync();
        var (job, _) = await scene.Service.Client.ClassifyAsync(scene.Request(300, 500, 256));
        var item = (string)job["result"]!["itemId"]!;

        var same = await VerifyAsync(scene, item);
        Assert.True((string)same["status"]! == "succeeded", same.ToJsonString());
        Assert.Equal((0, 256 * 256), ((int)same["value"]!["differing"]!, (int)same["value"]!["pixels"]!));

        scene.Server.EntityTag = "\"two\"";
        var other = await VerifyAsync(scene, item);
        Assert.Equal("failed", (string)other["status"]!);
        Assert.Contains(
            ServiceClient.Messages(other, "error"),
            text => text.Contains($"it had {RemoteScene.Content.Length} bytes and entity tag \"one\", and has {RemoteScene.Content.Length} bytes and entity tag \"two\" now.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_server_that_calls_other_bytes_the_same_file_is_found_out()
    {
        await using var scene = new RemoteScene(set: settings => settings["RasterAnalysis__RemoteRasters__CacheBytes"] = "0");
        await scene.StartAsync();
        var (job, _) = await scene.Service.Client.ClassifyAsync(scene.Request(300, 500, 256));

        // the last block that was read
        var document = await scene.Service.Client.GetAsync($"api/v1/items/{job["result"]!["itemId"]}/provenance");
        var ranges = document["assets"]!.AsObject().Select(asset => asset.Value!["rasteranalysis:blocks"]?["ranges"]).Single(found => found is not null)!.AsArray();
        byte[] changed = [.. scene.Server.Content];
        changed[((int)ranges[^1]![1]! * BlockBytes) + 100] ^= 1;
        scene.Server.Content = changed;

        var verification = await VerifyAsync(scene, (string)job["result"]!["itemId"]!);
        Assert.Equal("failed", (string)verification["status"]!);
        Assert.Contains(ServiceClient.Messages(verification, "error"), text => text.Contains("its server says that it is the file of then, but what was read of it has another SHA-256", StringComparison.Ordinal));
    }

    private static async Task<JsonNode> VerifyAsync(RemoteScene scene, string item)
    {
        using var response = await scene.Service.Client.Http.PostAsJsonAsync($"api/v1/items/{item}/verifications", new JsonObject { ["sections"] = "all" });
        return await scene.Service.Client.FinishedAsync((string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!);
    }
}
