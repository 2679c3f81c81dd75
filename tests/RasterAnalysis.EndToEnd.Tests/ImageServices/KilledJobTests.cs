using System.Net;
using RasterAnalysis.Testing.ImageServices;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;
using static RasterAnalysis.EndToEnd.Tests.ImageServices.ForeignImages;

namespace RasterAnalysis.EndToEnd.Tests.ImageServices;

/// <summary>What a job that was killed has fetched is not fetched again.</summary>
public sealed class KilledJobTests(LoopbackReader own) : IClassFixture<LoopbackReader>
{
    private const int Width = 700;
    private const int Height = 520;

    [Fact]
    public async Task A_job_that_is_killed_fetches_no_page_again()
    {
        using var server = new ForeignImageServer(Make(Width, Height));
        server.Description["maxImageWidth"] = 256;
        server.Description["maxImageHeight"] = 256;
        using var goOn = new ManualResetEventSlim();
        server.Misbehave = (export, response) => export.Number >= 6 && !goOn.IsSet && Hold(goOn, response);
        var id = await own.Client.SubmitAsync(own.Request(server.Service.AbsoluteUri));
        await Until.TrueAsync(
            () => Task.FromResult(server.Answered.Count >= 6 && Directory.EnumerateFiles(own.Process.DataRoot, "answer-*.tif", SearchOption.AllDirectories).Count() >= 5), "the first pages to be fetched");

        await own.Process.KillAsync();
        goOn.Set();
        await own.Process.StartAsync();
        var job = await own.Client.FinishedAsync(id);

        Assert.Equal("succeeded", (string)job["status"]!);
        AssertEvery(CogFile.Read(await own.Client.GetBytesAsync((string)job["result"]!["raster"]!)), Width, Height, Expected);

        // 64 pixels at most are the first look, which a job that is planned again takes again
        var pages = server.Answered.Where(export => export.Width > 64 || export.Height > 64).Select(export => (export.Column, export.Row)).ToArray();
        Assert.Equal(9, pages.Length);
        Assert.Equal(pages.Length, pages.Distinct().Count());
    }

    private static bool Hold(ManualResetEventSlim goOn, HttpListenerResponse response)
    {
        goOn.Wait(TimeSpan.FromMinutes(2));
        response.Abort(); // whoever asked is gone
        return true;
    }
}
