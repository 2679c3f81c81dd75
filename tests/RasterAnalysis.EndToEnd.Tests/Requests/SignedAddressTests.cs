using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Requests;

/// <summary>Signatures, keys and passwords in the addresses of inputs stand nowhere in clear: not in answers, not in the log, not in any file of the data folder.</summary>
public sealed class SignedAddressTests : IAsyncLifetime
{
    private const string Secret = "s3cretS1gnature";
    private static readonly byte[] Raster = TiffFile.Byte(60, 40, 1, (_, row, column) => (byte)((row + column) % 3));
    private static readonly byte[] Package = TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(3)), TinyNetworks.CopyBand(3));
    private readonly ServiceProcess _service = new();
    private readonly FileServer _files = new();

    public async ValueTask InitializeAsync()
    {
        _service.Settings["RasterAnalysis__AllowedHosts__0"] = _files.Address.Host;
        await _service.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _files.Dispose();
    }

    [Theory]
    [InlineData("?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIA%2F20261127&X-Amz-Expires=600&X-Amz-Signature=", "X-Amz-Signature=***")]
    [InlineData("?GoogleAccessId=a@b.example&X-Goog-Signature=", "X-Goog-Signature=***")]
    [InlineData("?Policy=eyJ9&Key-Pair-Id=K2&Signature=", "Policy=***")]
    [InlineData("?sv=2024-11-04&se=2026&sig=", "sig=***")]
    [InlineData("?api-key=", "api-key=***")]
    public async Task Jobs_run_on_signed_addresses_that_nobody_sees_again(string query, string shown)
    {
        var (raster, model) = ($"{_files.Add("in/input.tif", Raster)}{query}{Secret}", $"{_files.Add("in/model.dlpk", Package)}{query}{Secret}");

        var (job, result) = await _service.Client.ClassifyAsync(Request(raster, model));

        Assert.Null(result.FirstDifference((row, column) => (uint)((row + column) % 3)));
        var inputs = await _service.Client.GetBytesAsync(
            $"arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning/jobs/{job["id"]}/inputs/inputRaster?f=json");
        Assert.Contains(shown, Encoding.UTF8.GetString(inputs), StringComparison.Ordinal);
        await AssertNowhereAsync((string)job["id"]!, [.. inputs, .. await _service.Client.GetBytesAsync($"api/v1/jobs/{job["id"]}/inputs")]);
    }

    [Fact]
    public async Task A_fetch_that_fails_names_the_address_without_what_is_secret_in_it()
    {
        var model = (string)(await _service.Client.AddAsync(Package, "model.dlpk"))["id"]!;
        var request = Request($"http://user:{Secret}@{_files.Address.Authority}/nothing.tif?key={Secret}", "");
        request["model"] = new JsonObject { ["itemId"] = model };

        var job = await _service.Client.FinishedAsync(await _service.Client.SubmitAsync(request));

        Assert.Equal("failed", (string)job["status"]!);
        Assert.Contains(ServiceClient.Messages(job, "error"), text => text.Contains("/nothing.tif?key=*** answered 404", StringComparison.Ordinal));
        await AssertNowhereAsync((string)job["id"]!, []);
    }

    [Fact]
    public async Task A_layer_by_a_signed_address_keeps_nothing_of_it()
    {
        var address = $"{_files.Add("in/layer.tif", Raster)}?X-Amz-Signature={Secret}";

        using var made = await _service.Client.Http.PostAsync(
            "api/v1/imagery-layers", new StringContent($$"""{"name":"Signed","url":"{{address}}"}""", Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);

        Assert.True(made.IsSuccessStatusCode);
        await AssertNowhereAsync(null, await made.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    private static JsonObject Request(string raster, string model)
    {
        var request = ServiceClient.Request("", "", context: new JsonObject { ["snapRaster"] = new JsonObject { ["url"] = raster } });
        request["inputRaster"] = new JsonObject { ["url"] = raster };
        request["model"] = new JsonObject { ["url"] = model };
        return request;
    }

    private async Task AssertNowhereAsync(string? jobId, byte[] answer)
    {
        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(answer), StringComparison.Ordinal);
        if (jobId is not null)
        {
            Assert.DoesNotContain(Secret, (await _service.Client.JobAsync(jobId)).ToJsonString(), StringComparison.Ordinal);
        }

        foreach (var file in Directory.EnumerateFiles(_service.DataRoot, "*", SearchOption.AllDirectories).Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)))
        {
            Assert.False((await ReadAsync(file)).AsSpan().IndexOf(Encoding.UTF8.GetBytes(Secret)) >= 0, $"in clear in {file}");
        }

        Assert.DoesNotContain(Secret, _service.Log, StringComparison.Ordinal);
    }

    /// <summary>A file that others have open; empty when it is gone: a job's folder goes after the job has ended.</summary>
    private static async Task<byte[]> ReadAsync(string path)
    {
        try
        {
            await using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            using var content = new MemoryStream();
            await stream.CopyToAsync(content, TestContext.Current.CancellationToken);
            return content.ToArray();
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            return [];
        }
    }
}
