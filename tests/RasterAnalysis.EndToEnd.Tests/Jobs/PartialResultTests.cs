using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Faults;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>The result can be looked at while the job runs: the image service shows the sections that are done.</summary>
public sealed class PartialResultTests(OwnService own) : IClassFixture<OwnService>
{
    private const int Side = 60;
    private const string Service = "arcgis/rest/services/Hosted/Growing/ImageServer";

    [Fact]
    public async Task The_image_service_shows_finished_sections_and_NoData_elsewhere()
    {
        var id = await ManySections.Slow.SubmitAsync(own.Process, "Growing");
        await own.Client.JobWhenAsync(id, job => (int)job["sections"]!["done"]! >= 3);

        var description = await own.Client.GetAsync($"{Service}?f=json");
        var picture = PngFile.Read(await ExportAsync("png32", 0));
        var begun = await ExportAsync("bsq", 0);
        var last = await ExportAsync("bsq", ManySections.Width - Side);
        var sections = (await own.Client.GetAsync($"api/v1/jobs/{id}/sections")).AsArray();
        var during = await own.Client.JobAsync(id);

        Assert.Equal("executing", (string)during["status"]!);
        Assert.EndsWith(Service, (string)during["partial"]!["imageServer"]!, StringComparison.Ordinal);
        Assert.Equal("esriImageServiceDataTypeThematic", (string)description["serviceDataType"]!);
        Assert.Equal(ManySections.Width * 10, (double)description["extent"]!["xmax"]! - (double)description["extent"]!["xmin"]!);
        Assert.Equal(ManySections.Slow.Expected(0, 0, Side), begun[..(Side * Side)]);
        Assert.All(last[..(Side * Side)], value => Assert.Equal(255, value));
        var (red, green, blue) = ColorOf(begun[0]);
        Assert.Equal((red, green, blue, 255), picture.At(0, 0));
        Assert.Contains(sections, section => (string)section!["state"]! == "done");
        Assert.Contains(sections, section => (string)section!["state"]! is "pending" or "claimed");

        await ManySections.Slow.AssertRightAsync(own.Process, id, mostAgain: 0);
        Assert.Null((await own.Client.JobAsync(id))["partial"]);
        Assert.Equal(ManySections.Slow.Expected(0, ManySections.Width - Side, Side), (await ExportAsync("bsq", ManySections.Width - Side))[..(Side * Side)]);
    }

    // the colours of TestPackages.NumberedClasses
    private static (int Red, int Green, int Blue) ColorOf(int value) => (value % 256, value * 7 % 256, 255 - (value % 256));

    private Task<byte[]> ExportAsync(string format, int column) => own.Client.GetBytesAsync(
        $"{Service}/exportImage?f=image&format={format}&size={Side},{Side}&adjustAspectRatio=false&bbox={500000 + (column * 10)},{5000000 - (Side * 10)},{500000 + ((column + Side) * 10)},5000000");
}
