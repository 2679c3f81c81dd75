using System.Text.Json.Nodes;
using RasterAnalysis.EndToEnd.Tests.Service;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.EndToEnd.Tests.ArcGis;

/// <summary>The whole job by the ArcGIS REST contract, in each form that inputs may have, to the picture of the result.</summary>
public sealed class ClassifyPixelsTaskTests : IAsyncLifetime
{
    private const string TaskPath = "arcgis/rest/services/System/RasterAnalysisTools/GPServer/ClassifyPixelsUsingDeepLearning";
    private static readonly (long, string, int[])[] Classes = [(0, "Low", [10, 20, 30]), (1, "Middle", [200, 100, 0]), (2, "High", [0, 250, 120])];
    private static readonly byte[] Raster = TiffFile.Byte(60, 40, 1, (_, row, column) => (byte)Value(row, column));
    private static readonly byte[] Package = TestPackages.Package(TestPackages.Definition(Classes), TinyNetworks.CopyBand(3));

    private readonly ServiceProcess _service = new();
    private readonly FileServer _files = new();

    private ServiceClient Client => _service.Client;

    public async ValueTask InitializeAsync()
    {
        _service.Settings["RasterAnalysis__AllowedHosts__0"] = _files.Address.Host;
        await _service.StartAsync();
        await File.WriteAllBytesAsync(Path.Combine(_service.Store, "input.tif"), Raster);
        await File.WriteAllBytesAsync(Path.Combine(_service.Store, "model.dlpk"), Package);
    }

    public async ValueTask DisposeAsync()
    {
        await _service.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task Every_form_of_the_inputs_gives_the_same_raster()
    {
        var item = await Client.AddAsync(Raster, "layer.tif");
        var model = await Client.AddAsync(Package, "model.dlpk");
        var server = $"{Client.Http.BaseAddress}arcgis/rest/services/Hosted/{item["serviceName"] ?? "layer"}/ImageServer";
        string[] rasters =
        [
            $$"""{"itemId":"{{item["id"]}}"}""", """{"uri":"/rasterStores/store/input.tif"}""", """{"uri":"/fileShares/store/input.tif"}""",
            $$"""{"url":"{{server}}"}""", $$"""{"url":"{{_files.Add("a/input.tif", Raster)}}"}""", server,
        ];
        string[] models =
        [
            $$"""{"itemId":"{{model["id"]}}"}""", """{"uri":"/rasterStores/store/model.dlpk"}""", $$"""{"url":"{{_files.Add("model.dlpk", Package)}}"}""",
            $$"""{"url":"{{Client.Http.BaseAddress}}arcgis/sharing/rest/content/items/{{model["id"]}}"}""", $$"""{"itemId":"{{model["id"]}}"}""", model["id"]!.GetValue<string>(),
        ];

        for (var i = 0; i < rasters.Length; i++)
        {
            var job = await FinishAsync(await SubmitAsync(isPost: i % 2 == 0, ("inputRaster", rasters[i]), ("model", models[i])));

            var result = await Client.GetAsync($"{TaskPath}/jobs/{job["jobId"]}/results/outRaster?f=json");
            Assert.Equal("outRaster", result["paramName"]!.GetValue<string>());
            AssertRight(CogFile.Read(await Client.GetBytesAsync($"api/v1/items/{result["value"]!["itemId"]}/data")));
        }
    }

    [Fact]
    public async Task The_result_is_an_image_service_in_the_colours_of_the_model()
    {
        var job = await FinishAsync(await SubmitAsync(
            isPost: true,
            ("inputRaster", """{"uri":"/rasterStores/store/input.tif"}"""),
            ("model", """{"uri":"/rasterStores/store/model.dlpk"}"""),
            ("modelArguments", """{"padding":"16","batch_size":"2"}"""),
            ("outputClassifiedRaster", """{"serviceProperties":{"name":"Levels","serviceUrl":""},"itemProperties":{"itemId":""}}"""),
            ("context", """{"processorType":"CPU","parallelProcessingFactor":"1"}""")));
        var result = (await Client.GetAsync($"{TaskPath}/jobs/{job["jobId"]}/results/outRaster?f=json"))["value"]!;
        var server = result["url"]!.GetValue<string>();
        Assert.EndsWith("/arcgis/rest/services/Hosted/Levels/ImageServer", server, StringComparison.Ordinal);

        var description = await Client.GetAsync($"{server}?f=json");
        Assert.Equal("esriImageServiceDataTypeThematic", description["serviceDataType"]!.GetValue<string>());
        var extent = description["extent"]!;
        var bbox = string.Join(',', new[] { "xmin", "ymin", "xmax", "ymax" }.Select(key => extent[key]!.ToJsonString()));

        // two picture pixels for each pixel of the raster
        var picture = PngFile.Read(await Client.GetBytesAsync($"{server}/exportImage?bbox={bbox}&size=120,80&format=png32&f=image"));
        Assert.Equal((120, 80), (picture.Width, picture.Height));
        for (var row = 0; row < 80; row++)
        {
            for (var column = 0; column < 120; column++)
            {
                var color = Classes[Value(row / 2, column / 2)].Item3;
                Assert.Equal((color[0], color[1], color[2], 255), picture.At(row, column));
            }
        }

        var legend = await Client.GetAsync($"{server}/legend?f=json");
        Assert.Equal(["Low", "Middle", "High"], legend["layers"]![0]!["legend"]!.AsArray().Select(entry => entry!["label"]!.GetValue<string>()));
        var colormap = await Client.GetAsync($"{server}/colormap?f=json");
        Assert.Equal("[[0,10,20,30],[1,200,100,0],[2,0,250,120]]", colormap["colormap"]!.ToJsonString());
        Assert.Contains(job["messages"]!.AsArray(), m => m!["type"]!.GetValue<string>() == "esriJobMessageTypeInformative");
    }

    [Fact]
    public async Task A_job_that_fails_says_why_in_its_messages()
    {
        var job = await FinishAsync(
            await SubmitAsync(
                isPost: true, ("inputRaster", """{"uri":"/rasterStores/store/input.tif"}"""), ("model", """{"uri":"/rasterStores/store/model.dlpk"}"""),
                ("context", """{"extent":{"xmin":0,"ymin":0,"xmax":1,"ymax":1}}""")),
            "esriJobFailed");

        Assert.Contains(
            job["messages"]!.AsArray(),
            m => m!["type"]!.GetValue<string>() == "esriJobMessageTypeError" && m["description"]!.GetValue<string>().Contains("extent", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_definition_without_its_network_fails_the_job_with_what_to_do()
    {
        var job = await FinishAsync(
            await SubmitAsync(
                isPost: true, ("inputRaster", """{"uri":"/rasterStores/store/input.tif"}"""), ("model", TestPackages.Definition(Classes).ToJsonString())),
            "esriJobFailed");

        Assert.Contains(
            job["messages"]!.AsArray(), m => m!["description"]!.GetValue<string>().Contains("upload the package and name it by itemId", StringComparison.Ordinal));
    }

    private static int Value(int row, int column) => ((row * 31) + (column * 17) + (row * column)) % 3;

    private static void AssertRight(CogFile raster) => Assert.Equal(
        Enumerable.Range(0, 40).SelectMany(row => Enumerable.Range(0, 60).Select(column => (uint)Value(row, column))), raster.Levels[0].Pixels);

    private async Task<string> SubmitAsync(bool isPost, params (string Name, string Value)[] parameters)
    {
        using var form = new FormUrlEncodedContent([.. parameters.Select(p => KeyValuePair.Create(p.Name, p.Value)), KeyValuePair.Create("f", "json")]);
        using var response = isPost
            ? await Client.Http.PostAsync($"{TaskPath}/submitJob", form)
            : await Client.Http.GetAsync($"{TaskPath}/submitJob?{await form.ReadAsStringAsync()}");
        var answer = JsonNode.Parse(await response.Content.ReadAsStringAsync())!;
        Assert.True(answer["jobId"] is not null, answer.ToJsonString());
        return answer["jobId"]!.GetValue<string>();
    }

    private async Task<JsonNode> FinishAsync(string jobId, string expected = "esriJobSucceeded")
    {
        string[] open = ["esriJobSubmitted", "esriJobWaiting", "esriJobExecuting", "esriJobCancelling"];
        var job = await Until.FoundAsync(
            async () => await Client.GetAsync($"{TaskPath}/jobs/{jobId}?f=json") is var found && !open.Contains(found["jobStatus"]!.GetValue<string>()) ? found : null,
            $"job {jobId}");
        Assert.True(job["jobStatus"]!.GetValue<string>() == expected, job.ToJsonString());
        return job;
    }
}
