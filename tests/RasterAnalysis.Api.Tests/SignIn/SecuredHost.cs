using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.Access;
using RasterAnalysis.Api.SignIn;
using RasterAnalysis.BackgroundJobs.Accounts;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Storage;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Api.Tests.SignIn;

/// <summary>The web process with accounts, one of each role, and things that belong to one of them.</summary>
public sealed class SecuredHost : IAsyncLifetime
{
    public const string Password = "seven red barns at noon";

    private const string Origin = "https://elsewhere.example.org";
    private readonly ApiHost _host = new();
    private WebApplicationFactory<Program> _program = null!;
    private CatalogItem _pattern = null!;

    /// <summary>The data folder.</summary>
    public string DataRoot { get; private set; } = "";

    /// <summary>Clients by the columns of <see cref="RouteTable"/>.</summary>
    internal IReadOnlyDictionary<string, HttpClient> Clients { get; private set; } = null!;

    /// <summary>The program's services.</summary>
    public IServiceProvider Services => _program.Services;

    public async ValueTask InitializeAsync()
    {
        DataRoot = _host.NewFolder();
        _program = _host.WithWebHostBuilder(builder => builder.UseSetting("RasterAnalysis:SignIn:Mode", "BuiltIn").UseSetting("RasterAnalysis:DataRoot", DataRoot)
            .UseSetting("RasterAnalysis:SignIn:FirstUser", "root").UseSetting("RasterAnalysis:SignIn:FirstPassword", Password));
        _ = _program.Server;
        using (var scope = Services.CreateScope())
        {
            var accounts = scope.ServiceProvider.GetRequiredService<AccountAdministration>();
            foreach (var (name, role) in new[] { ("vera", Role.Viewer), ("bob", Role.Analyst), ("ann", Role.Analyst), ("pam", Role.Publisher) })
            {
                await accounts.AddAsync(name, Password, role, CancellationToken.None);
            }
        }

        Clients = new Dictionary<string, HttpClient>
        {
            ["anonymous"] = NewClient(),
            ["viewer"] = await WithTokenAsync("vera"),
            ["analyst"] = await WithTokenAsync("bob"),
            ["owner"] = await WithTokenAsync("ann"),
            ["publisher"] = await WithTokenAsync("pam"),
            ["administrator"] = await WithTokenAsync("root"),
            ["expired token"] = With(await IssueAsync("ann", GrantKind.Token, TimeSpan.FromSeconds(-1))),
            ["revoked key"] = With(await RevokedKeyAsync("ann")),
            ["foreign origin with cookie"] = await WithCookieAsync("ann"),
        };
        _pattern = await UploadAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _host.DisposeAsync();
    }

    /// <summary>A new item of ann's, over the one file; or one with features.</summary>
    public async Task<CatalogItem> NewItemAsync(bool hasFeatures = false)
    {
        if (hasFeatures)
        {
            return await FeatureItems.AddAsync(
                Services.GetRequiredService<ICatalogStore>(), Services.GetRequiredService<DataLayout>(), $"S{CatalogItem.NewId()}", count: 3, owner: "ann");
        }

        var id = CatalogItem.NewId();
        var item = _pattern with { Id = id, ServiceName = $"S{id}", Title = $"S{id}", IsStoreFile = true, Access = ItemAccess.Private };
        await Services.GetRequiredService<ICatalogStore>().TryAddAsync(item);
        return item;
    }

    /// <summary>A new job of ann's that has ended.</summary>
    public async Task<AnalysisJob> NewJobAsync()
    {
        var job = new AnalysisJob { Id = AnalysisJob.NewId(), Task = "ClassifyPixelsUsingDeepLearning", Submitted = DateTimeOffset.UtcNow, Request = "{}", Inputs = "{}", OutputName = "", Owner = "ann" };
        var jobs = Services.GetRequiredService<IJobStore>();
        await jobs.TryCreateAsync(job, []);
        await jobs.TryMoveAsync(job.Id, JobStatus.Cancelled);
        return job;
    }

    private async Task<CatalogItem> UploadAsync()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(TiffFile.Byte(16, 12, 3, (band, row, column) => (byte)(band + row + column))), "file", "scene.tif" } };
        using var response = await Clients["owner"].PostAsync("api/v1/items", form);
        var id = (string)(await response.Content.ReadFromJsonAsync<JsonNode>())!["id"]!;
        return (await Services.GetRequiredService<ICatalogStore>().FindAsync(id))!;
    }

    private HttpClient NewClient() => _program.CreateClient(new WebApplicationFactoryClientOptions { AllowAutoRedirect = false });

    private HttpClient With(string token)
    {
        var client = NewClient();
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
        return client;
    }

    private async Task<HttpClient> WithTokenAsync(string user) => With(await IssueAsync(user, GrantKind.Token, TimeSpan.FromHours(1)));

    private async Task<string> IssueAsync(string user, GrantKind kind, TimeSpan lifetime)
    {
        using var scope = Services.CreateScope();
        var account = await scope.ServiceProvider.GetRequiredService<AccountAdministration>().FindAsync(user);
        return await Services.GetRequiredService<GrantTokens>().IssueAsync(account.Id, kind, $"{kind}", Rights.All, binding: "", lifetime, CancellationToken.None);
    }

    private async Task<string> RevokedKeyAsync(string user)
    {
        var key = await IssueAsync(user, GrantKind.ApiKey, TimeSpan.FromHours(1));
        using var scope = Services.CreateScope();
        var account = await scope.ServiceProvider.GetRequiredService<AccountAdministration>().FindAsync(user);
        var directory = Services.GetRequiredService<UserDirectory>();
        foreach (var grant in await directory.GrantsOfAsync(account.Id, GrantKind.ApiKey))
        {
            await directory.RevokeAsync(account.Id, grant.Id);
        }

        return key;
    }

    /// <summary>What a page of another origin has a browser send, in which ann is signed in.</summary>
    private async Task<HttpClient> WithCookieAsync(string user)
    {
        var client = NewClient();
        using (var answer = await client.SubmitAsync("sign-in", action: null, ("username", user), ("password", Password)))
        {
            Assert.Equal(HttpStatusCode.Found, answer.StatusCode);
        }

        client.DefaultRequestHeaders.Add("Origin", Origin);
        client.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        return client;
    }
}
