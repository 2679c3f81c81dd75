using System.Net;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.Jobs;

/// <summary>Names of results.</summary>
public sealed class OutputNameTests(SharedService service)
{
    [Fact]
    public async Task A_name_that_is_taken_is_refused_with_a_free_one()
    {
        var request = await RequestAsync("Taken");
        request["outputName"] = "Harbour 2026";
        await service.Client.ClassifyAsync(request);

        request["outputName"] = "harbour_2026";
        var (status, body) = await service.Client.TrySubmitAsync(request);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Equal("The name 'harbour_2026' is taken; 'harbour_2026_1' is free.", body["errors"]![0]!["message"]!.GetValue<string>());
    }

    [Fact]
    public async Task Without_a_name_it_is_made_of_the_tool_and_the_layer()
    {
        var request = await RequestAsync("Quay");
        request.Remove("outputName");

        var names = new[] { (await service.Client.ClassifyAsync(request)).Job, (await service.Client.ClassifyAsync(request)).Job }
            .Select(job => job["outputName"]!.GetValue<string>());

        Assert.Equal(["Classify_Pixels_Using_Deep_Learning_Quay", "Classify_Pixels_Using_Deep_Learning_Quay_1"], names);
    }

    [Fact]
    public async Task Jobs_at_once_get_names_of_their_own()
    {
        var request = await RequestAsync("Crowd");
        request.Remove("outputName");

        var ids = await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => service.Client.TrySubmitAsync(request)));
        var jobs = await Task.WhenAll(ids.Where(answer => answer.Status == HttpStatusCode.Accepted).Select(answer => service.Client.FinishedAsync(answer.Body["id"]!.GetValue<string>())));

        Assert.Equal(12, jobs.Length);
        Assert.All(jobs, job => Assert.Equal("succeeded", job["status"]!.GetValue<string>()));
        Assert.Equal(12, jobs.Select(job => job["outputName"]!.GetValue<string>()).Distinct().Count());
    }

    private async Task<System.Text.Json.Nodes.JsonObject> RequestAsync(string rasterName)
    {
        var raster = await service.Client.AddAsync(TiffFile.Byte(9, 9, 1, (_, row, column) => (byte)((row + column) % 2)), $"{rasterName}.tif");
        var model = await service.Client.AddAsync(
            TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), TinyNetworks.CopyBand(2)), "model.dlpk");
        return ServiceClient.Request(raster["id"]!.GetValue<string>(), model["id"]!.GetValue<string>());
    }
}
