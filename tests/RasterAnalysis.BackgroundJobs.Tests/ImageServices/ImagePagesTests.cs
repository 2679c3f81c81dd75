using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.BackgroundJobs.ImageServices;
using RasterAnalysis.ImageServices;
using RasterAnalysis.Json;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.ImageServices;

namespace RasterAnalysis.BackgroundJobs.Tests.ImageServices;

/// <summary>The conversation with an image service: retries, smaller blocks, tokens, hosts, and answers that are none.</summary>
public sealed class ImagePagesTests : IAsyncLifetime
{
    private const string Token = "s3cret-t0ken";
    private readonly ForeignImageServer _server = new(new ForeignRaster(300, 200, 2, (band, row, column) => (band + row + column) % 251));
    private JobsHost _host = null!;
    private ServiceHttp _http = null!;
    private ImagePages _pages = null!;
    private string _jobId = "";

    public async ValueTask InitializeAsync()
    {
        _host = await JobsHost.StartAsync();
        Use(["127.0.0.1"]);
    }

    public async ValueTask DisposeAsync()
    {
        _pages.Dispose();
        _http.Dispose();
        _server.Dispose();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_block_is_asked_for_on_the_services_own_grid()
    {
        var files = await FetchAsync(new PixelWindow(20, 30, 64, 50));

        Assert.Equal(new PixelWindow(20, 30, 64, 50), Assert.Single(files).Window);
        var export = _server.Answered.Last();
        Assert.Equal("500200,4999200,500840,4999700", export.Parameters["bbox"]);
        Assert.Equal(("64,50", "tiff", "U8"), (export.Parameters["size"], export.Parameters["format"], export.Parameters["pixelType"]));
        Assert.Equal(("false", "RSP_NearestNeighbor"), (export.Parameters["adjustAspectRatio"], export.Parameters["interpolation"]));
        Assert.Equal(("32633", "32633"), (export.Parameters["bboxSR"], export.Parameters["imageSR"]));
        Assert.Equal("""{"rasterFunction":"None"}""", export.Parameters["renderingRule"]);
        Assert.Equal(_server.Tiff(export), await File.ReadAllBytesAsync(files[0].Path));
    }

    [Fact]
    public async Task A_service_that_breaks_now_and_then_is_asked_again()
    {
        var failures = 0;
        _server.Misbehave = (export, response) =>
        {
            if (Interlocked.Increment(ref failures) > 3)
            {
                return false;
            }

            response.StatusCode = 503;
            return true;
        };

        Assert.Single(await FetchAsync(new PixelWindow(0, 0, 100, 100)));
    }

    [Fact]
    public async Task A_service_that_fails_over_a_block_is_asked_for_halves()
    {
        await TakeAsync();
        _server.Misbehave = (export, response) => export.Width > 70 && Say(response, 500, "Error exporting image");

        var files = await _pages.FetchAsync(await TakeAsync(), [new PixelWindow(0, 0, 130, 100)], CancellationToken.None);

        AssertCovers(new PixelWindow(0, 0, 130, 100), files);
        Assert.All(files, file => Assert.True(file.Window.Width <= 65));
    }

    [Fact]
    public async Task A_service_that_refuses_large_blocks_gets_smaller_ones_from_then_on()
    {
        var refused = 0;
        var path = await TakeAsync();
        _server.Misbehave = (export, response) =>
            Math.Max(export.Width, export.Height) > 70 && Interlocked.Increment(ref refused) > 0
            && Say(response, 400, "The requested image exceeds the size limit.");

        AssertCovers(new PixelWindow(0, 0, 256, 200), await _pages.FetchAsync(path, [new PixelWindow(0, 0, 256, 200)], CancellationToken.None));
        var before = refused;
        AssertCovers(new PixelWindow(256, 0, 44, 200), await _pages.FetchAsync(path, [new PixelWindow(256, 0, 44, 200)], CancellationToken.None));

        Assert.Equal((2, 2), (before, refused));
        Assert.Contains(await _host.Jobs.MessagesAsync(_jobId), message => message.Text.Contains("Smaller blocks", StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_block_is_fetched_twice_and_no_more_than_four_at_once()
    {
        var path = await TakeAsync();
        var windows = PageGrid.Split(new PixelWindow(0, 0, 300, 200), 50).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => _pages.FetchAsync(path, windows, CancellationToken.None)));

        Assert.Equal(windows.Length + 1, _server.Answered.Count); // and the first look
        Assert.InRange(_server.MostAtOnce, 1, 4);
    }

    [Fact]
    public async Task A_service_that_answers_with_an_address_is_followed_on_listed_hosts_only()
    {
        using var files = new FileServer();
        var host = files.Address;
        _server.Misbehave = (export, response) => Redirect(export, response, new Uri(host, $"{export.Number}.tif"), files);
        var path = await TakeAsync();

        Assert.Single(await _pages.FetchAsync(path, [new PixelWindow(0, 0, 64, 64)], CancellationToken.None));
        host = new UriBuilder(host) { Host = "localhost" }.Uri; // not listed by this name

        await AssertFailsAsync(path, "may fetch from");
    }

    [Fact]
    public async Task An_address_of_another_place_is_not_taken()
    {
        var path = await TakeAsync();
        _server.Misbehave = (export, response) =>
        {
            ForeignImageServer.Answer(response, new JsonObject
            {
                ["href"] = $"{_server.Service}/a.tif",
                ["width"] = export.Width,
                ["height"] = export.Height,
                ["extent"] = new JsonObject { ["xmin"] = 500001 },
            });
            return true;
        };

        await AssertFailsAsync(path, "shift pixels");
    }

    [Theory]
    [InlineData("text/html", "<html><body>Busy</body></html>", "text/html")]
    [InlineData("image/png", "\u0089PNG\r\n\u001a\n", "image/png")]
    [InlineData("application/json", "{\"error\":{\"code\":400,\"message\":\"Invalid rendering\"}}", "Invalid rendering")]
    [InlineData("application/json", "[[[[[[", "application/json")]
    public async Task An_answer_that_is_no_TIFF_says_what_it_is(string type, string text, string expected)
    {
        var path = await TakeAsync();
        _server.Misbehave = (export, response) =>
        {
            response.ContentType = type;
            ForeignImageServer.Answer(response, Encoding.Latin1.GetBytes(text));
            return true;
        };

        await AssertFailsAsync(path, expected);
    }

    [Fact]
    public async Task An_endless_answer_is_cut_off()
    {
        var path = await TakeAsync();
        _server.Misbehave = (export, response) =>
        {
            response.SendChunked = true;
            response.OutputStream.Write("II*\0"u8);
            for (var megabyte = new byte[1 << 20]; ;)
            {
                response.OutputStream.Write(megabyte); // until the client goes away
            }
        };

        await AssertFailsAsync(path, "answered with more than");
    }

    [Fact]
    public async Task A_service_that_keeps_silent_is_not_waited_for()
    {
        var path = await TakeAsync();
        using var closed = new ManualResetEventSlim();
        Use(["127.0.0.1"], TimeSpan.FromMilliseconds(200));
        _server.Misbehave = (export, response) => closed.Wait(TimeSpan.FromMinutes(1)) || true;

        await AssertFailsAsync(path, "did not answer");
        closed.Set();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        var path = await TakeAsync();
        _server.Misbehave = (export, response) =>
        {
            response.Redirect("http://169.254.169.254/latest/meta-data");
            return true;
        };

        await AssertFailsAsync(path, "redirects are not followed");
    }

    [Theory]
    [InlineData(null, "error 499")]
    [InlineData("wrong-t0ken", "error 498")]
    public async Task A_missing_or_wrong_token_says_so_without_telling_it(string? token, string expected)
    {
        _server.Token = Token;

        var exception = await Assert.ThrowsAsync<RasterAccessException>(() => TakeAsync(token));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("t0ken", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_right_token_goes_with_every_request_and_into_no_file()
    {
        _server.Token = Token;

        await FetchAsync(new PixelWindow(0, 0, 64, 64), Token);

        Assert.All(_server.Requests, request => Assert.Contains($"token={Token}", request, StringComparison.Ordinal));
        Assert.Equal(3, _server.Requests.Count);
        var job = await _host.Jobs.FindAsync(_jobId);
        Assert.DoesNotContain(Token, job!.Request, StringComparison.Ordinal);
        foreach (var file in Directory.EnumerateFiles(_host.DataRoot, "*", SearchOption.AllDirectories).Where(file => !file.Contains("rasteranalysis.db", StringComparison.Ordinal)))
        {
            Assert.DoesNotContain(Token, Encoding.Latin1.GetString(await File.ReadAllBytesAsync(file)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_host_that_is_not_listed_is_not_asked()
    {
        Use(["example.org"]);

        var exception = await Assert.ThrowsAsync<RasterAccessException>(() => TakeAsync());

        Assert.Contains("may fetch from", exception.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Requests);
    }

    [Fact]
    public async Task Only_services_of_the_jobs_folder_are_fetched_and_only_their_pixels()
    {
        var path = await TakeAsync();
        var outside = Path.Combine(_host.DataRoot, "service.json");
        File.Copy(ImageServicePath.FileOf(path)!, outside);

        await Assert.ThrowsAsync<RasterAccessException>(() => _pages.FetchAsync(ImageServicePath.Of(outside), [new PixelWindow(0, 0, 1, 1)], CancellationToken.None));
        await Assert.ThrowsAsync<RasterAccessException>(() => _pages.FetchAsync(path, [new PixelWindow(299, 0, 2, 1)], CancellationToken.None));
    }

    [Fact]
    public async Task A_service_without_NoData_is_told_one_unless_it_refuses()
    {
        _server.Description["pixelType"] = "S16";
        _server.Misbehave = (export, response) => export.Parameters["noData"] is not null && Say(response, 400, "noData must be the raster's own");

        var path = await TakeAsync();

        Assert.Null(PlanJson.Read<ImageServiceRaster>(await File.ReadAllTextAsync(ImageServicePath.FileOf(path)!)).SentNoData);
        _server.Misbehave = null;
        path = await TakeAsync();
        Assert.Equal("-32768", _server.Answered.Last().Parameters["noData"]);
    }

    [Fact]
    public async Task Items_are_described_and_locked_one_by_one()
    {
        _server.Description["serviceSourceType"] = "esriImageServiceSourceTypeMosaicDataset";
        _server.MaxRecordCount = 1;
        _server.Items[7] = new ForeignRaster(50, 40, 2, (_, _, _) => 1, Left: 600000);
        _server.Items[3] = new ForeignRaster(90, 40, 2, (_, _, _) => 2, Cell: 5);
        var folder = await JobFolderAsync(Source(null));

        var members = await new ImageServiceIntake(_pages).TakeItemsAsync(Source(null), ImageServiceRoles.Raster, folder, CancellationToken.None);

        Assert.Equal(["Item 3", "Item 7"], members!.Select(member => member.Name));
        await _pages.FetchAsync(members![1].Path, [new PixelWindow(10, 0, 20, 20)], CancellationToken.None);
        Assert.Equal("600100,4999800,600300,5000000", _server.Answered.Last().Parameters["bbox"]);
        Assert.Equal(7, (int)JsonNode.Parse(_server.Answered.Last().Parameters["mosaicRule"]!)!["lockRasterIds"]![0]!);
    }

    [Fact]
    public async Task A_long_rule_goes_as_a_form()
    {
        var rule = new JsonObject { ["rasterFunction"] = "ExtractBand", ["rasterFunctionArguments"] = new JsonObject { ["BandIds"] = new JsonArray(1), ["Note"] = new string('x', 3000) } };
        var source = Source(null) with { RenderingRule = rule.ToJsonString() };

        await new ImageServiceIntake(_pages).TakeAsync(source, ImageServiceRoles.Raster, await JobFolderAsync(source), CancellationToken.None);

        Assert.Equal(rule.ToJsonString(), _server.Answered.Last().Parameters["renderingRule"]);
        Assert.DoesNotContain(_server.Requests, request => request.Length > 2000);
    }

    private static bool Say(HttpListenerResponse response, int code, string message)
    {
        ForeignImageServer.AnswerError(response, code, message);
        return true;
    }

    private bool Redirect(ForeignExport export, HttpListenerResponse response, Uri address, FileServer files)
    {
        files.Add($"{export.Number}.tif", _server.Tiff(export));
        ForeignImageServer.Answer(response, new JsonObject { ["href"] = address.AbsoluteUri, ["width"] = export.Width, ["height"] = export.Height });
        return true;
    }

    private static void AssertCovers(PixelWindow window, IReadOnlyList<PageFile> files)
    {
        Assert.Equal(window.PixelCount, files.Sum(file => file.Window.PixelCount));
        Assert.All(files, file => Assert.True(window.Contains(file.Window) && File.Exists(file.Path)));
        Assert.All(files, file => Assert.DoesNotContain(files, other => other != file && !other.Window.Intersect(file.Window).IsEmpty));
    }

    private async Task AssertFailsAsync(string path, string expected)
    {
        var exception = await Assert.ThrowsAsync<RasterAccessException>(() => _pages.FetchAsync(path, [new PixelWindow(100, 100, 32, 32)], CancellationToken.None));

        Assert.Contains(expected, exception.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("bbox", exception.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(Path.GetDirectoryName(ImageServicePath.FileOf(path)!)!, "*.part"));
    }

    private async Task<IReadOnlyList<PageFile>> FetchAsync(PixelWindow window, string? token = null) =>
        await _pages.FetchAsync(await TakeAsync(token), [window], CancellationToken.None);

    private async Task<string> TakeAsync(string? token = null)
    {
        var source = Source(token);
        return await new ImageServiceIntake(_pages).TakeAsync(source, ImageServiceRoles.Raster, await JobFolderAsync(source), CancellationToken.None);
    }

    private ImageServiceSource Source(string? token) => new(_server.Service, Token: token is null ? null : _host.Get<SecretBox>().Seal(token));

    private async Task<string> JobFolderAsync(ImageServiceSource source)
    {
        var request = new JobRequest(
            new InputLocation(null, Service: source), "Ortho", new InputLocation("m.dlpk"), "m", GivenArguments.None, "T", "", new AnalysisContext(), null, null);
        var job = Some.Job() with { Request = PlanJson.Write(request) };
        await _host.Jobs.TryCreateAsync(job, []);
        _jobId = job.Id;
        var folder = Path.Combine(_host.Layout.JobFolder(job.Id), "image-services");
        Directory.CreateDirectory(folder);
        return folder;
    }

    private void Use(string[] hosts, TimeSpan? limit = null)
    {
        _http?.Dispose();
        _http = new ServiceHttp(new HostRules(hosts)) { FirstPause = TimeSpan.FromMilliseconds(1), TimeLimit = limit ?? TimeSpan.FromMinutes(1) };
        _pages = new ImagePages(_host.Jobs, _http, _host.Get<SecretBox>(), _host.Get<StoredRequests>(), _host.Layout);
    }
}
