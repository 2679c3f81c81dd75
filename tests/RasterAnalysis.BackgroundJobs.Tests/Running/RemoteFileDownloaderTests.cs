using RasterAnalysis.BackgroundJobs.Remote;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.CloudStores;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

public sealed class RemoteFileDownloaderTests : IDisposable
{
    private readonly FileServer _server = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-download-").FullName;

    private string Target => Path.Combine(_folder, "input.tif");

    public void Dispose()
    {
        _server.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_listed_hosts_file_is_fetched()
    {
        byte[] content = [.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 31))];

        await DownloadAsync(_server.Add("a.tif", content));

        Assert.Equal(content, await File.ReadAllBytesAsync(Target));
        Assert.Equal([Target], Directory.EnumerateFiles(_folder));
    }

    [Fact]
    public async Task A_host_that_is_not_listed_is_not_asked()
    {
        var address = _server.Add("a.tif", [1]);

        await AssertRefusedAsync(address, "may fetch from", hosts: ["example.org"]);
    }

    [Fact]
    public async Task A_listed_name_that_leads_to_loopback_is_not_connected_to()
    {
        // localhost may be listed by name; its aliases lead inside without saying so
        var address = new UriBuilder(_server.Add("a.tif", [1])) { Host = "ip6-localhost" }.Uri;

        await AssertRefusedAsync(address, "cannot be fetched", hosts: ["ip6-localhost"]);
    }

    [Fact]
    public Task A_redirect_is_not_followed() => AssertRefusedAsync(
        _server.Add("a.tif", response => response.Redirect("http://169.254.169.254/secret")), "redirects are not followed");

    [Fact]
    public Task A_missing_file_says_so() => AssertRefusedAsync(new Uri(_server.Address, "none.tif"), "answered 404");

    [Fact]
    public Task A_file_over_the_limit_is_cut_off() => AssertRefusedAsync(_server.Add("a.tif", new byte[2000]), "larger than", limit: 1000);

    [Fact]
    public Task A_file_that_breaks_off_is_not_taken() => AssertRefusedAsync(
        _server.Add("a.tif", response =>
        {
            response.ContentLength64 = 1000;
            response.OutputStream.Write(new byte[10]);
            response.Abort();
        }),
        "cannot be fetched");

    [Fact]
    public async Task A_token_in_the_address_is_not_told()
    {
        var exception = await AssertRefusedAsync(new Uri(_server.Address, "none.tif?token=s3cret"), "answered 404");

        Assert.DoesNotContain("s3cret", exception.Message, StringComparison.Ordinal);
    }

    private async Task<RasterAccessException> AssertRefusedAsync(Uri address, string expected, string[]? hosts = null, long limit = 1 << 20)
    {
        var exception = await Assert.ThrowsAsync<RasterAccessException>(() => DownloadAsync(address, hosts, limit));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
        return exception;
    }

    private async Task DownloadAsync(Uri address, string[]? hosts = null, long limit = 1 << 20)
    {
        using var stores = new OpenCloudStores(new Dictionary<string, CloudStoreOptions>());
        using var requests = new RemoteRequests(new HostRules(hosts ?? ["127.0.0.1"]), stores);
        var downloader = new RemoteFileDownloader(requests, new JobLimits { MaxFileBytes = limit });
        await downloader.DownloadAsync(address, Target, CancellationToken.None);
    }
}
