using RasterAnalysis.ArcGis.Tests.Infrastructure;
using RasterAnalysis.Jobs;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Clients;

/// <summary>What esri-leaflet-gp and its image layer do: GET everywhere, and scripts where a browser forbids the rest.</summary>
public sealed class EsriLeafletTests : HostedTest
{
    [Fact]
    public async Task Submit_poll_and_show_by_get()
    {
        Assert.NotEqual("esriExecutionTypeSynchronous", (string?)(await Host.GetJsonAsync($"{ArcGisHost.Task}?f=json"))["executionType"]);
        var input = Uri.EscapeDataString($$"""{"itemId":"{{Some.OrthoId}}"}""");
        var model = Uri.EscapeDataString($$"""{"itemId":"{{Some.ModelId}}"}""");
        var submitted = await Host.GetJsonAsync(
            $"{ArcGisHost.Task}/submitJob?returnZ=false&returnM=false&inputRaster={input}&model={model}&outputParam=outRaster&f=json");
        var jobId = (string)submitted["jobId"]!;
        Host.Jobs.Change(jobId, job => job with { Status = JobStatus.Succeeded });
        Assert.Equal("esriJobSucceeded", (string?)(await Host.GetJsonAsync($"{ArcGisHost.Task}/jobs/{jobId}?f=json"))["jobStatus"]);
        var result = await Host.GetJsonAsync($"{ArcGisHost.Task}/jobs/{jobId}/results/outRaster?f=json");
        Assert.Equal("outRaster", (string?)result["paramName"]);
        Assert.Equal("GPString", (string?)result["dataType"]);
    }

    [Fact]
    public async Task Image_layer_by_script_gets_the_address_of_the_picture()
    {
        var text = await Host.TextAsync(await Host.GetAsync(
            $"{ArcGisHost.LandCover}/exportImage?bbox=1000,1800,1200,2000&size=256,256&format=jpgpng&transparent=true&bboxSR=3857&imageSR=3857&f=json"
            + "&callback=window._EsriLeafletCallbacks.c1"));
        Assert.StartsWith("window._EsriLeafletCallbacks.c1({\"href\":\"http://host", text, StringComparison.Ordinal);
        Assert.DoesNotContain("callback=", text, StringComparison.Ordinal);
    }
}
