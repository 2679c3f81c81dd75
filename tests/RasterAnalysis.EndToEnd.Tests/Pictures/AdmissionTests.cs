using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Jobs;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Pictures;

/// <summary>More pictures than the machine can make are answered so, at once, and nothing else suffers.</summary>
public sealed class AdmissionTests(SharedService shared)
{
    private const int ResultPictures = 66;

    // few columns and rows without end: its statistics look into the middle first, and GDAL reads each row for each before it
    private static readonly byte[] Endless = Encoding.ASCII.GetBytes(
        "ncols 10\nnrows 9900000\nxllcorner 500000\nyllcorner 0\ncellsize 1\nNODATA_value -9999\n1 2 3\n");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pictures_of_a_raster_that_never_ends_are_ended_and_the_rest_is_told_to_come_back()
    {
        await using var service = new ServiceProcess();
        service.Settings["RasterAnalysis__Pictures__AtOnce"] = "2";
        service.Settings["RasterAnalysis__Pictures__MaxWaiting"] = "2";
        service.Settings["RasterAnalysis__Pictures__MaxWait"] = "00:00:01";
        service.Settings["RasterAnalysis__Pictures__MaxTime"] = "00:00:10";
        await service.StartAsync();
        var endless = (string)(await service.Client.AddAsync(Endless, "endless.asc"))["imageServer"]!;
        var right = (string)(await service.Client.AddAsync(TiffFile.Byte(40, 30, 1, (_, row, column) => (byte)(row + column)), "right.tif"))["imageServer"]!;
        var known = new KnownJob("admission", 64, 64, 3, classes => TinyNetworks.CopyBand(classes));
        var result = (string)(await known.AssertRightAsync(service, await known.SubmitAsync(service, "Admission")))["result"]!["imageServer"]!;

        var watch = Stopwatch.StartNew();
        var pictures = Enumerable.Range(0, 24).Select(_ => service.Client.Http.GetAsync($"{endless}/exportImage?f=image&size=64,64", Cancellation)).ToArray();
        var first = await await Task.WhenAny(pictures);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, first.StatusCode);

        // both places are taken for seconds: values too are told to come back, in the envelope, and a result does not notice
        using var value = await service.Client.Http.GetAsync($"{endless}/identify?f=json&geometryType=esriGeometryPoint&geometry=500005,5", Cancellation);
        Assert.Equal(200, (int)(await service.Client.Http.GetAsync($"{result}/exportImage?f=image&size=64,64", Cancellation)).StatusCode);
        var answers = await Task.WhenAll(pictures);

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.StatusCode));
        Assert.All(answers, answer => Assert.True(answer.Headers.RetryAfter?.Delta > TimeSpan.Zero));
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"24 pictures took {watch.Elapsed}.");
        Assert.Equal(200, (int)value.StatusCode);
        var error = JsonNode.Parse(await value.Content.ReadAsStringAsync(Cancellation))!["error"]!;
        Assert.Equal(503, (int)error["code"]!);
        Assert.True(value.Headers.RetryAfter?.Delta > TimeSpan.Zero);
        Assert.Equal(200, (int)(await service.Client.Http.GetAsync($"{right}/exportImage?f=image&size=64,64", Cancellation)).StatusCode);

        // a picture that is being made does not hold up the end
        var other = (string)(await service.Client.AddAsync(Endless, "other.asc"))["imageServer"]!;
        var last = service.Client.Http.GetAsync($"{other}/exportImage?f=image&size=64,64", Cancellation);
        watch.Restart();
        Assert.Equal(0, await service.StopAsync());
        Assert.True(watch.Elapsed < TimeSpan.FromSeconds(30), $"It took {watch.Elapsed} to stop.");
        await Task.WhenAny(last);
        Assert.False(last is { IsCompletedSuccessfully: true, Result.IsSuccessStatusCode: true });
    }

    [Fact]
    public async Task As_many_pictures_of_a_result_as_a_map_of_a_wall_asks_for_are_all_made()
    {
        var known = new KnownJob("wall", 300, 200, 5, classes => TinyNetworks.CopyBand(classes));
        var server = (string)(await known.AssertRightAsync(shared.Process, await known.SubmitAsync(shared.Process, "Wall")))["result"]!["imageServer"]!;

        var answers = await Task.WhenAll(Enumerable.Range(0, ResultPictures).Select(number =>
            shared.Client.Http.GetAsync($"{server}/exportImage?f=image&format=png32&size={200 + number},200", Cancellation)));

        Assert.All(answers, answer => Assert.Equal(200, (int)answer.StatusCode));
        foreach (var (number, answer) in answers.Index())
        {
            Assert.Equal(200 + number, PngFile.Read(await answer.Content.ReadAsByteArrayAsync(Cancellation)).Width);
        }
    }
}
