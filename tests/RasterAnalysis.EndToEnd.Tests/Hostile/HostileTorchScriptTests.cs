using System.Net;
using System.Text;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Service;

namespace RasterAnalysis.EndToEnd.Tests.Hostile;

/// <summary>TorchScript modules that do what no network should: their packages are refused, and nothing is left of them.</summary>
public sealed class HostileTorchScriptTests : IAsyncLifetime
{
    private readonly ServiceProcess _process = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("torchscript").FullName;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _process.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task A_module_that_writes_a_file_is_refused_and_the_file_is_not_there()
    {
        await _process.StartAsync();
        var written = Path.Combine(_folder, "written");

        await RefusesAsync(TorchScriptModule.Make("writer-scripted", written), "Permission denied");

        Assert.False(File.Exists(written));
    }

    [Fact]
    public async Task A_module_that_never_ends_is_ended_in_its_time()
    {
        _process.Settings["RasterAnalysis__PythonFunctions__ConversionTime"] = "00:00:05";
        await _process.StartAsync();

        await RefusesAsync(TorchScriptModule.Make("endless-scripted"), "took longer than 5 seconds");
    }

    [Fact]
    public async Task A_module_that_takes_all_memory_is_refused()
    {
        await _process.StartAsync();

        await RefusesAsync(TorchScriptModule.Make("hungry-scripted"), "allocate memory");
    }

    [Fact]
    public async Task An_operator_that_ONNX_does_not_have_is_named()
    {
        await _process.StartAsync();

        await RefusesAsync(TorchScriptModule.Make("unknown-scripted"), "aten::special_bessel_j0");
    }

    [Fact]
    public async Task A_damaged_module_is_refused()
    {
        await _process.StartAsync();
        var module = TorchScriptModule.Make("unet-traced");
        var code = module.AsSpan().IndexOf("code/"u8);
        module.AsSpan(code + 200, 400).Fill(0x41);

        await RefusesAsync(module, "TorchScript module and was not converted");
        await RefusesAsync(module[..(module.Length / 2)], "PyTorch");
    }

    [Fact]
    public async Task Without_a_Python_that_has_torch_the_refusal_says_how_to_export()
    {
        _process.Settings["RasterAnalysis__PythonFunctions__Interpreter"] = "/usr/bin/no-such-python";
        await _process.StartAsync();

        await RefusesAsync(TorchScriptModule.Make("unet-traced"), "is no Python with torch");
        await RefusesAsync(TorchScriptModule.Make("unet-traced"), "torch.onnx.export(");
    }

    private async Task RefusesAsync(byte[] module, string reason)
    {
        var definition = TestPackages.Definition(TestPackages.NumberedClasses(TorchScriptModule.Classes), ("ModelFile", "module.pt"));
        var (status, body) = await _process.Client.TryAddAsync(
            TestPackages.Zip(("model.emd", Encoding.UTF8.GetBytes(definition.ToJsonString())), ("module.pt", module)), "model.dlpk");

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(reason, (string)body["errors"]![0]!["message"]!, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(Path.Combine(_process.DataRoot, "items")));
        using var response = await _process.Client.Http.GetAsync("healthz/ready", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }
}
