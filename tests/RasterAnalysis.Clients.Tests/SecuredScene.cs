using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Service;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Clients.Tests;

/// <summary>The service with accounts, an analyst's raster and package, which nobody else may see, and apps: one of a page, one on a server (<c>tests/clients/secured.test.mjs</c>).</summary>
public sealed partial class SecuredScene(ClientScene scene) : IAsyncLifetime
{
    private const string User = "ann";
    private const string Password = "seven red barns at noon";

    public ServiceProcess Service { get; } = new();

    /// <summary>What the scripts find in their environment.</summary>
    public Dictionary<string, string> Environment { get; } = new() { ["USER"] = User, ["PASSWORD"] = Password };

    public async ValueTask InitializeAsync()
    {
        var (certificate, password) = await TestCertificate.WriteAsync(scene.File("secured.pfx"));
        Service.Settings["Kestrel__Certificates__Default__Path"] = certificate;
        Service.Settings["Kestrel__Certificates__Default__Password"] = password;
        Service.Settings["Kestrel__Endpoints__Plain__Url"] = "http://127.0.0.1:0";
        Service.Settings["Kestrel__Endpoints__Secure__Url"] = "https://127.0.0.1:0";
        foreach (var (name, value) in new[]
                 {
                     ("Mode", "BuiltIn"), ("FirstUser", "root"), ("FirstPassword", Password),
                     ("Apps__server__Title", "Server"), ("Apps__server__RedirectUris__0", "https://server.example.org/back"), ("Apps__server__Trusted", "true"), ("Apps__server__Pkce", "Optional"),
                 })
        {
            Service.Settings[$"RasterAnalysis__SignIn__{name}"] = value;
        }

        if (scene.Environment.TryGetValue("PAGES", out var pages))
        {
            Environment["PAGES"] = pages;
            Service.Settings["RasterAnalysis__Cors__Origins__0"] = pages;
            Service.Settings["RasterAnalysis__SignIn__Apps__page__Title"] = "Page";
            Service.Settings["RasterAnalysis__SignIn__Apps__page__RedirectUris__0"] = $"{pages}/secured.html";
        }

        await Service.StartAsync();
        Environment["SERVICE"] = Service.Client.Http.BaseAddress!.AbsoluteUri;
        Environment["SECURE_SERVICE"] = SecureAddress().Match(Service.Log).Value + "/";
        using var administrator = await Service.Client.SignInAsync("root", Password);
        using var made = await administrator.Http.PostAsJsonAsync("api/v1/users", new { name = User, password = Password, role = "analyst" });
        made.EnsureSuccessStatusCode();
        using var analyst = await Service.Client.SignInAsync(User, Password);
        var file = await System.IO.File.ReadAllBytesAsync(scene.Environment["RASTER_FILE"]);
        var raster = await analyst.AddAsync(file, "private.tif");
        Environment["RASTER_ITEM"] = (string)raster["id"]!;
        Environment["RASTER_SERVICE"] = new Uri((string)raster["imageServer"]!).AbsolutePath.TrimStart('/');
        Environment["MODEL_ITEM"] = (string)(await analyst.AddAsync(
            TestPackages.Package(TestPackages.Definition(ClientScene.Classes), TinyNetworks.CopyBand(ClientScene.Classes.Length)), "levels.dlpk"))["id"]!;
    }

    public ValueTask DisposeAsync() => Service.DisposeAsync();

    [GeneratedRegex(@"https://127\.0\.0\.1:\d+")]
    private static partial Regex SecureAddress();
}
