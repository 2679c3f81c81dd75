using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.ArcGis;

/// <summary>The tasks about model packages over the built service: real jobs, whose messages and results outlive it.</summary>
public sealed class ModelTaskTests : IAsyncLifetime
{
    private const string Function =
        """
        class Segment:
            def getParameterInfo(self):
                required_parameters = [
                    {'name': 'raster', 'dataType': 'raster', 'required': True, 'displayName': 'Raster', 'description': 'Input'},
                    {'name': 'model', 'dataType': 'string', 'required': True, 'displayName': 'Model', 'description': 'An .emd'},
                    {'name': 'padding', 'dataType': 'numeric', 'value': '10', 'required': False, 'displayName': 'Rand', 'description': 'Pixel je Seite'},
                    {'name': 'level', 'dataType': 'string', 'value': 'fine', 'required': False, 'domain': ('coarse', 'fine'), 'displayName': 'Level'},
                    {'name': 'batch_size', 'dataType': 'numeric', 'value': self.batch, 'required': False},
                ]
                return required_parameters
        """;

    private readonly ServiceProcess _service = new();
    private readonly FileServer _files = new();

    private GeoprocessingClient Query => new(_service.Client, "QueryDeepLearningModelInfo");

    private GeoprocessingClient List => new(_service.Client, "ListDeepLearningModels");

    private GeoprocessingClient Install => new(_service.Client, "InstallDeepLearningModel");

    private GeoprocessingClient Uninstall => new(_service.Client, "UninstallDeepLearningModel");

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

    [Fact]
    public async Task Query_fills_a_tool_pane_whatever_names_the_package()
    {
        var package = Package();
        var id = (await _service.Client.AddAsync(package, "model.dlpk"))["id"]!.GetValue<string>();
        await File.WriteAllBytesAsync(Path.Combine(_service.Store, "model.dlpk"), package, TestContext.Current.CancellationToken);
        var portalId = new string('a', 32);
        _files.Add($"portal/sharing/rest/content/items/{portalId}/data", package);
        string[] forms =
        [
            $$"""{"itemId":"{{id}}"}""", $$"""{"url":"{{_service.Client.Http.BaseAddress}}arcgis/sharing/content/items/{{id}}"}""",
            """{"uri":"/rasterStores/store/model.dlpk"}""", $$"""{"url":"{{_files.Add("m.dlpk", package)}}"}""",
            $$"""{"url":"{{_files.Address}}portal/sharing/rest/content/items/{{portalId}}"}""",
        ];
        var documents = new HashSet<string>();
        foreach (var form in forms)
        {
            var (job, value) = await Query.RunAsync(("model", form), ("context", """{"f":"json"}"""));
            Assert.Equal("modelInfo", Assert.Single(value.AsObject()).Key);
            documents.Add(value["modelInfo"]!.GetValue<string>());
            Assert.Equal(
                ["Segment.py: the default of batch_size is worked out (line 8: self.batch) and is not known."], GeoprocessingClient.Messages(job, "Warning"));
        }

        // of the same package all say the same
        var info = JsonNode.Parse(Assert.Single(documents))!;
        Assert.Equal(("Onnx", "ImageClassification", 64), (info["Framework"]!.GetValue<string>(), info["ModelType"]!.GetValue<string>(), info["ImageWidth"]!.GetValue<int>()));
        Assert.Equal(2, info["Classes"]!.AsArray().Count);
        var parameters = info["ParameterInfo"]!.AsArray().ToDictionary(entry => entry!["name"]!.GetValue<string>(), entry => entry!);
        Assert.Equal(["raster", "model"], parameters.Keys.Take(2));
        Assert.Equal(
            """{"name":"padding","dataType":"numeric","value":"10","required":false,"displayName":"Rand","description":"Pixel je Seite"}""", parameters["padding"].ToJsonString());
        Assert.Equal(["coarse", "fine"], parameters["level"]["domain"]!.AsArray().Select(value => value!.GetValue<string>()));
        Assert.Contains("does not use it", parameters["level"]["description"]!.GetValue<string>(), StringComparison.Ordinal);
        Assert.True(int.Parse(parameters["batch_size"]["value"]!.GetValue<string>(), System.Globalization.CultureInfo.InvariantCulture) >= 1);
        Assert.Equal("True", parameters["predict_background"]["value"]!.GetValue<string>());
        await Until.EmptyAsync(Path.Combine(_service.DataRoot, "jobs"));

        // the native API says the same of the item
        var model = await _service.Client.GetAsync($"api/v1/items/{id}/model");
        var level = model["arguments"]!.AsArray().Single(argument => argument!["name"]!.GetValue<string>() == "level")!;
        Assert.False(level["isUsed"]!.GetValue<bool>());
        Assert.Contains(model["warnings"]!.AsArray(), warning => warning!.GetValue<string>().Contains("batch_size", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Installed_models_are_listed_until_they_are_uninstalled_also_after_a_restart()
    {
        var id = (await _service.Client.AddAsync(Package(), "model.dlpk"))["id"]!.GetValue<string>();
        Assert.Empty((await List.RunAsync()).Value.AsArray());

        var (installing, path) = await Install.RunAsync(("modelPackage", $$"""{"itemId":"{{id}}"}"""));
        Assert.Equal($@"[resources]models\raster\{id}\model.emd", path.GetValue<string>());
        var (fetching, _) = await Install.RunAsync(("modelPackage", $$"""{"url":"{{_files.Add("Trees.dlpk", Package())}}"}"""));
        var fetchedId = fetching["jobId"]!.GetValue<string>()[1..];
        Assert.Contains($"Output item id is: {fetchedId}", GeoprocessingClient.Messages(fetching));
        Assert.Equal("Trees", (await _service.Client.GetAsync($"api/v1/items/{fetchedId}"))["title"]!.GetValue<string>());

        await _service.KillAsync();
        await _service.StartAsync();

        Assert.Equal(
            new[] { id, fetchedId }.Order(), (await List.RunAsync()).Value.AsArray().Select(model => model!["id"]!.GetValue<string>()).Order());
        var after = await Install.PostAsync($"jobs/{installing["jobId"]}");
        Assert.Equal(installing.ToJsonString(), after.ToJsonString());
        Assert.Contains("model is installed.", GeoprocessingClient.Messages(after));
        Assert.Equal(path.GetValue<string>(), (await Install.PostAsync($"jobs/{installing["jobId"]}/results/installSucceed"))["value"]!.GetValue<string>());

        var (_, gone) = await Uninstall.RunAsync(("modelItemId", $$"""{"itemId":"{{id}}"}"""));
        Assert.Equal("true", gone.GetValue<string>());
        Assert.Equal([fetchedId], (await List.RunAsync()).Value.AsArray().Select(model => model!["id"]!.GetValue<string>()));
        var again = await Uninstall.FinishedAsync(await Uninstall.SubmitAsync(("modelItemId", id)), "esriJobFailed");
        Assert.Contains("modelItemId: model is not installed; ListDeepLearningModels lists the packages that are.", GeoprocessingClient.Messages(again, "Error"));
        Assert.Equal("model", (await _service.Client.GetAsync($"api/v1/items/{id}"))["title"]!.GetValue<string>());

        // an item that goes is no longer installed either
        using var deleted = await _service.Client.Http.DeleteAsync($"api/v1/items/{fetchedId}", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NoContent, deleted.StatusCode);
        Assert.Empty((await List.RunAsync()).Value.AsArray());
    }

    [Fact]
    public async Task A_package_that_cannot_be_used_fails_its_job_and_leaves_nothing()
    {
        var network = _files.Add("broken.dlpk", TestPackages.Package(TestPackages.Definition(TestPackages.NumberedClasses(2)), [1, 2, 3]));
        var torch = _files.Add("torch.dlpk", TestPackages.Zip(("model.emd", Encoding.UTF8.GetBytes(
            TestPackages.Definition(TestPackages.NumberedClasses(2), ("ModelFile", "model.pth")).ToJsonString())), ("model.pth", [1])));
        var page = _files.Add("page.dlpk", "<html>sign in</html>"u8.ToArray());
        var missing = new Uri(_files.Address, "missing.dlpk");
        foreach (var (address, expected) in ((Uri, string)[])[(network, "network.onnx"), (torch, "torch.onnx.export"), (page, "not a zip archive"), (missing, "404")])
        {
            foreach (var (task, parameter) in ((GeoprocessingClient, string)[])[(Query, "model"), (Install, "modelPackage")])
            {
                var job = await task.FinishedAsync(await task.SubmitAsync((parameter, $$"""{"url":"{{address}}"}""")), "esriJobFailed");
                Assert.Contains(GeoprocessingClient.Messages(job, "Error"), text => text.Contains(expected, StringComparison.Ordinal));
                Assert.Null(job["results"]);
            }
        }

        Assert.Empty((await List.RunAsync()).Value.AsArray());
        Assert.Empty((await _service.Client.GetAsync("api/v1/items")).AsArray());
        foreach (var folder in (string[])["jobs", "uploads", "items"])
        {
            var path = Path.Combine(_service.DataRoot, folder);
            Assert.True(!Directory.Exists(path) || !Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Any(), folder);
        }
    }

    [Fact]
    public async Task A_job_about_a_model_that_is_cancelled_ends_as_cancelled()
    {
        using var release = new SemaphoreSlim(0);
        var slow = _files.Add("slow.dlpk", response =>
        {
            release.Wait();
            response.Abort();
        });
        var jobId = await Install.SubmitAsync(("modelPackage", $$"""{"url":"{{slow}}"}"""));
        await Until.TrueAsync(async () => (await Install.PostAsync($"jobs/{jobId}"))["jobStatus"]!.GetValue<string>() == "esriJobExecuting", "the job to run");

        var answer = await Install.PostAsync($"jobs/{jobId}/cancel", ("id", jobId), ("returnMessages", "false"));
        Assert.Contains(answer["jobStatus"]!.GetValue<string>(), new[] { "esriJobCancelling", "esriJobCancelled" });

        await Install.FinishedAsync(jobId, "esriJobCancelled");
        release.Release();
        Assert.Empty((await _service.Client.GetAsync("api/v1/items")).AsArray());
    }

    [Fact]
    public async Task A_tool_pane_does_not_wait_behind_jobs_that_classify()
    {
        await _service.StopAsync();
        _service.Settings["RasterAnalysis__Jobs__AtOnce"] = "1";
        await _service.StartAsync();
        using var release = new SemaphoreSlim(0);
        var endless = _files.Add("endless.tif", response =>
        {
            release.Wait();
            response.Abort();
        });
        var classify = new GeoprocessingClient(_service.Client, "ClassifyPixelsUsingDeepLearning");
        var id = (await _service.Client.AddAsync(Package(), "model.dlpk"))["id"]!.GetValue<string>();
        var busy = await classify.SubmitAsync(("inputRaster", endless.AbsoluteUri), ("model", id));
        await Until.TrueAsync(async () => (await classify.PostAsync($"jobs/{busy}"))["jobStatus"]!.GetValue<string>() == "esriJobExecuting", "the job to run");

        await Query.RunAsync(("model", id));

        Assert.Equal("esriJobExecuting", (await classify.PostAsync($"jobs/{busy}"))["jobStatus"]!.GetValue<string>());
        await classify.PostAsync($"jobs/{busy}/cancel");
        await classify.FinishedAsync(busy, "esriJobCancelled");
        release.Release();
    }

    private static byte[] Package() => TestPackages.Zip(
        ("model.emd", Encoding.UTF8.GetBytes(TestPackages.Definition(TestPackages.NumberedClasses(2), ("InferenceFunction", "Segment.py")).ToJsonString())),
        ("network.onnx", TinyNetworks.CopyBand(2)), ("Segment.py", Encoding.UTF8.GetBytes(Function)));
}
