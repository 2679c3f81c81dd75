using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.Models;
using RasterAnalysis.Rasters;
using RasterAnalysis.Testing;
using RasterAnalysis.Testing.Networks;
using RasterAnalysis.Testing.Tiff;

namespace RasterAnalysis.Processing.Tests;

/// <summary>The built worker as a child process.</summary>
public sealed class ProcessingInstanceTests : IDisposable
{
    private static readonly ProcessingInstanceOptions Options = new() { Path = BuiltWorker.Path };
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-instance-").FullName;
    private readonly ProcessingInstancePool _pool = new(Options, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task It_describes_a_raster()
    {
        using var instance = _pool.Rent();

        var info = await instance.CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(Raster(), false), null, null, CancellationToken.None);

        Assert.Equal(new RasterSize(12, 7), info.Grid.Size);
        Assert.Equal([PixelType.U8, PixelType.U8], info.Bands.Select(band => band.PixelType));
    }

    [Fact]
    public async Task It_describes_a_model_and_warms_it_up()
    {
        using var instance = _pool.Rent();
        await File.WriteAllBytesAsync(Path.Combine(_folder, "network.onnx"), TinyNetworks.CopyBand(3));
        await File.WriteAllTextAsync(Path.Combine(_folder, "model.emd"), TestPackages.Definition(TestPackages.NumberedClasses(3)).ToJsonString());

        var model = await instance.CallAsync<DescribedModel>(new InstanceRequest.DescribeModel(_folder), null, null, CancellationToken.None);

        Assert.Equal(3, model.Description.Network.Channels);
        Assert.Equal(["Class 0", "Class 1", "Class 2"], model.Description.Classes.Select(c => c.Name));

        var found = await instance.CallAsync<string>(new InstanceRequest.WarmUp(_folder), null, null, CancellationToken.None);
        Assert.Contains("ExecutionProvider.", found, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_gives_no_sign_of_life_is_ended()
    {
        // long enough for a start on a machine that is busy
        using var instance = ProcessingInstance.Start(Options with { Silence = TimeSpan.FromSeconds(12) }, NullLogger.Instance);
        await instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, CancellationToken.None);
        var processId = instance.ProcessId;
        using (var stop = Process.Start("kill", ["-STOP", $"{processId}"]))
        {
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        var fault = await Assert.ThrowsAsync<ProcessingInstanceException>(() =>
            instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, CancellationToken.None));

        Assert.Contains($"process {processId}) gave no sign of life for 00:00:12", fault.Message, StringComparison.Ordinal);
        Assert.True(fault.IsTransient);
        Assert.False(instance.IsAlive);
        Assert.DoesNotContain(Process.GetProcesses(), process => process.Id == processId);
    }

    [Fact]
    public async Task A_fault_comes_over_with_its_type_and_the_instance_goes_on()
    {
        using var instance = _pool.Rent();

        await Assert.ThrowsAsync<RasterAccessException>(() =>
            instance.CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(Path.Combine(_folder, "none.tif"), false), null, null, CancellationToken.None));
        await Assert.ThrowsAsync<ModelPackageException>(() =>
            instance.CallAsync<DescribedModel>(new InstanceRequest.DescribeModel(_folder), null, null, CancellationToken.None));

        Assert.True(instance.IsAlive);
        await instance.CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(Raster(), false), null, null, CancellationToken.None);
    }

    [Fact]
    public async Task A_killed_instance_says_how_it_ended()
    {
        using var instance = _pool.Rent();
        Process.GetProcessById(instance.ProcessId).Kill();

        var exception = await Assert.ThrowsAsync<ProcessingInstanceException>(() =>
            instance.CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(Raster(), false), null, null, CancellationToken.None));

        Assert.Contains("exit code 137", exception.Message, StringComparison.Ordinal);
        Assert.True(exception.IsTransient);
    }

    [Fact]
    public async Task A_cancelled_call_ends_the_process()
    {
        var instance = _pool.Rent();
        using var process = Process.GetProcessById(instance.ProcessId);
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            instance.CallAsync<RasterInfo>(new InstanceRequest.DescribeRaster(Raster(), false), null, null, cancelled.Token));

        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(instance.IsAlive);
        _pool.Return(instance);
    }

    [Fact]
    public void The_pool_hands_an_instance_out_again_unless_it_is_dead()
    {
        var first = _pool.Rent();
        var second = _pool.Rent();
        var (firstId, secondId) = (first.ProcessId, second.ProcessId);
        Assert.NotEqual(firstId, secondId);
        _pool.Return(first);
        using (var process = Process.GetProcessById(secondId))
        {
            process.Kill();
            process.WaitForExit();
        }

        _pool.Return(second);
        using var third = _pool.Rent();
        using var fourth = _pool.Rent();

        Assert.Equal(firstId, third.ProcessId);
        Assert.NotEqual(secondId, fourth.ProcessId);
    }

    [Fact]
    public void The_pool_spreads_instances_over_the_GPUs_and_each_stays_on_its_own()
    {
        using var pool = new ProcessingInstancePool(
            Options with { DeviceIds = [4, 7] }, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);
        var first = pool.Rent();
        var second = pool.StartNew();
        pool.Return(first);
        using var third = pool.Rent();
        second.Dispose();
        using var fourth = pool.Rent();

        Assert.Equal((4, 7, 7), (first.Device, second.Device, fourth.Device));
        Assert.Equal(first.ProcessId, third.ProcessId);
        Assert.Contains("RasterAnalysis__OnnxRuntime__DeviceId=7", EnvironmentOf(fourth));
        Assert.Contains("CUDA_DEVICE_ORDER=PCI_BUS_ID", EnvironmentOf(fourth));
    }

    [Fact]
    public void A_pool_that_goes_ends_its_instances()
    {
        var instance = _pool.Rent();
        using var process = Process.GetProcessById(instance.ProcessId);
        _pool.Return(instance);

        _pool.Dispose();

        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(30)));
    }

    [Fact]
    public void A_worker_program_that_is_not_there_names_the_setting()
    {
        using var pool = new ProcessingInstancePool(Options with { Path = "/nowhere/Worker.dll" }, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);

        Assert.Contains("RasterAnalysis__Worker__Path", Assert.Throws<ProcessingInstanceException>(pool.Rent).Message, StringComparison.Ordinal);
    }

    private static string[] EnvironmentOf(ProcessingInstance instance) => File.ReadAllText($"/proc/{instance.ProcessId}/environ").Split('\0');

    private string Raster()
    {
        var path = Path.Combine(_folder, "raster.tif");
        File.WriteAllBytes(path, TiffFile.Byte(12, 7, 2, (band, row, column) => (byte)(band + row + column)));
        return path;
    }
}
