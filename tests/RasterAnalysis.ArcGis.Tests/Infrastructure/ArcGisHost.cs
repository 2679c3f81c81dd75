using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Access;
using RasterAnalysis.Catalog;
using RasterAnalysis.Features;
using RasterAnalysis.Jobs;
using RasterAnalysis.Rasters.Rendering;
using RasterAnalysis.Rasters.Sampling;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Storage.Cloud;
using RasterAnalysis.Tools.ClassifyPixels;
using RasterAnalysis.Tools.ModelTasks;
using Xunit;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>The endpoints on a real Kestrel, with Core's ports in memory.</summary>
internal sealed class ArcGisHost : IAsyncDisposable
{
    public const string Rest = "/arcgis/rest";
    public const string Sharing = "/arcgis/sharing/rest";
    public const string Content = $"{Sharing}/content/users/admin";
    public const string Toolbox = $"{Rest}/services/System/RasterAnalysisTools/GPServer";
    public const string Task = $"{Toolbox}/ClassifyPixelsUsingDeepLearning";
    public const string Ortho = $"{Rest}/services/Hosted/Ortho/ImageServer";
    public const string LandCover = $"{Rest}/services/Hosted/LandCover/ImageServer";

    private readonly WebApplication _app;

    private ArcGisHost(WebApplication app, FakeJobStore jobs)
    {
        _app = app;
        Jobs = jobs;
        Catalog.Add(Some.Ortho, Some.LandCover, Some.Model);
    }

    public FakeJobStore Jobs { get; }

    public FakeJobQueue Queue => (FakeJobQueue)_app.Services.GetRequiredService<IJobQueue>();

    public FakeCatalogStore Catalog => (FakeCatalogStore)_app.Services.GetRequiredService<ICatalogStore>();

    public DataLayout Layout => _app.Services.GetRequiredService<DataLayout>();

    public FakeRasterRenderer Renderer => (FakeRasterRenderer)_app.Services.GetRequiredService<IRasterRenderer>();

    public FakeRasterSampler Sampler => (FakeRasterSampler)_app.Services.GetRequiredService<IRasterSampler>();

    public HttpClient Client { get; } = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<ArcGisHost> StartAsync(Action<WebApplication>? configure = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var jobs = new FakeJobStore();
        builder.Services
            .AddSingleton<IJobStore>(jobs)
            .AddSingleton<IJobCanceller>(new FakeJobCanceller(jobs))
            .AddSingleton<IJobQueue, FakeJobQueue>()
            .AddSingleton<ICatalogStore, FakeCatalogStore>()
            .AddSingleton<OpenSignIn>().AddSingleton<ISignIn>(provider => provider.GetRequiredService<OpenSignIn>()).AddSingleton<ICallers>(provider => provider.GetRequiredService<OpenSignIn>())
            .AddScoped<CurrentCaller>().AddScoped<CallerCatalog>().AddScoped<CallerJobs>().AddScoped<ItemSharing>().AddSingleton<IGroups, NoGroups>().AddSingleton<IAudit, AuditList>()
            .AddSingleton<IRasterRenderer, FakeRasterRenderer>()
            .AddSingleton<IRasterSampler, FakeRasterSampler>()
            .AddSingleton<IFeatureTables, NoFeatureTables>()
            .AddSingleton<IRasterViews, FakeRasterViews>()
            .AddSingleton<TimeProvider, FixedTime>()
            .AddSingleton(new RasterStores(new Dictionary<string, string>()))
            .AddSingleton(new HostRules([]))
            .AddSingleton(new SecretBox(Path.Combine(Path.GetTempPath(), $"rasteranalysis-{Guid.NewGuid():N}.key")))
            .AddSingleton(new JobLimits())
            .AddSingleton<IFolderStore, FakeFolderStore>()
            .AddSingleton<IProcessingInspector, FakeInspector>()
            .AddSingleton<IJobForecasts, FakeJobForecasts>()
            .AddSingleton(new DataLayout(Directory.CreateTempSubdirectory("rasteranalysis-arcgis-").FullName))
            .AddSingleton(new ConversionOptions())
            .AddSingleton<PackagePreparations>()
            .AddSingleton<NewItems>()
            .AddSingleton<ItemPublisher>()
            .AddSingleton<ICloudStores, NoCloudStores>()
            .AddSingleton<ServiceReservation>()
            .AddSingleton<ItemDeletion>()
            .AddSingleton<InputResolver>()
            .AddSingleton<StoredRequests>()
            .AddTools()
            .AddArcGis();
        var app = builder.Build();
        configure?.Invoke(app);
        app.MapArcGis();
        await app.StartAsync(Cancellation);
        var host = new ArcGisHost(app, jobs);
        host.Client.BaseAddress = new Uri(app.Urls.Single());
        return host;
    }

    public Uri AddressOf(string path) => new(Client.BaseAddress!, path);

    public Task<HttpResponseMessage> SendAsync(HttpRequestMessage message) => Client.SendAsync(message, Cancellation);

    public Task<HttpResponseMessage> GetAsync(string path) => Client.GetAsync(AddressOf(path), Cancellation);

    public async Task<HttpResponseMessage> PostAsync(string path, params (string Name, string Value)[] form)
    {
        using var content = new FormUrlEncodedContent(form.Select(pair => KeyValuePair.Create(pair.Name, pair.Value)));
        return await Client.PostAsync(AddressOf(path), content, Cancellation);
    }

    /// <summary>Posts a multipart form with a file.</summary>
    public async Task<JsonObject> UploadAsync(string path, byte[] file, string fileName, params (string Name, string Value)[] fields)
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(file), "file", fileName } };
        foreach (var (name, value) in fields)
        {
            form.Add(new StringContent(value), name);
        }

        return await JsonAsync(await Client.PostAsync(AddressOf(path), form, Cancellation));
    }

    /// <summary>The answer's text, with the host's address written as <c>http://host</c>.</summary>
    public async Task<string> TextAsync(HttpResponseMessage response)
    {
        using (response)
        {
            Assert.Equal(System.Net.HttpStatusCode.OK, response.StatusCode);
            var text = await response.Content.ReadAsStringAsync(Cancellation);
            return text.Replace(Client.BaseAddress!.GetLeftPart(UriPartial.Authority), "http://host", StringComparison.Ordinal);
        }
    }

    /// <summary>The answer's JSON.</summary>
    public async Task<JsonObject> JsonAsync(HttpResponseMessage response)
    {
        Assert.Equal("application/json; charset=utf-8", response.Content.Headers.ContentType?.ToString());
        return Assert.IsType<JsonObject>(JsonNode.Parse(await TextAsync(response)));
    }

    public async Task<JsonObject> GetJsonAsync(string path) => await JsonAsync(await GetAsync(path));

    /// <summary>The error object that is answered where a picture was asked for: its code is the HTTP status too.</summary>
    public async Task<JsonObject> PictureErrorAsync(string path)
    {
        using var response = await GetAsync(path);
        var answer = Assert.IsType<JsonObject>(JsonNode.Parse(await response.Content.ReadAsStringAsync(Cancellation)));
        Assert.Equal((int)answer["error"]!["code"]!, (int)response.StatusCode);
        return answer;
    }

    public async Task<JsonObject> PostJsonAsync(string path, params (string Name, string Value)[] form) => await JsonAsync(await PostAsync(path, form));

    /// <summary>Address of a task of the toolbox.</summary>
    public static string TaskPath(string name) => $"{Toolbox}/{name}";

    /// <summary>Submits a job that is taken, and gives its id. Of two parameters with one name the first holds.</summary>
    public async Task<string> SubmitAsync(params (string Name, string Value)[] more)
    {
        (string, string)[] form =
        [
            .. more, ("f", "json"), ("inputRaster", $$"""{"itemId":"{{Some.OrthoId}}"}"""), ("model", $$"""{"itemId":"{{Some.ModelId}}"}"""),
        ];
        var answer = await PostJsonAsync($"{Task}/submitJob", form);
        return answer["jobId"]?.GetValue<string>() ?? throw new InvalidOperationException(answer.ToJsonString());
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        var folder = Layout.Root;
        await _app.DisposeAsync();
        if (Directory.Exists(folder))
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
