using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Processing;
using RasterAnalysis.Testing;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>An instance that is started before it is needed is taken once, and never left behind.</summary>
public sealed class WarmInstanceTests : IDisposable
{
    private readonly string _mark = $"{Guid.NewGuid():N}";
    private readonly ProcessingInstancePool _pool;

    public WarmInstanceTests()
    {
        var options = new ProcessingInstanceOptions { Path = BuiltWorker.Path, Environment = new Dictionary<string, string> { ["RASTERANALYSIS_TEST"] = _mark } };
        _pool = new ProcessingInstancePool(options, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);
    }

    public void Dispose() => _pool.Dispose();

    [Fact]
    public async Task It_is_taken_once_and_others_get_one_of_their_own()
    {
        await using var early = new WarmInstance(_pool, new InstanceRequest.Release());
        early.Begin();
        early.Begin();

        using var first = await early.TakeAsync();
        using var second = await early.TakeAsync();
        early.Begin();

        Assert.NotEqual(first.ProcessId, second.ProcessId);
        Assert.True(await second.CallAsync<bool>(new InstanceRequest.Release(), null, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_that_cannot_be_prepared_is_replaced()
    {
        // there is no such plan
        await using var early = new WarmInstance(_pool, new InstanceRequest.PrepareAssembly(ClassifyPixelsTool.TaskName, "/nowhere/plan.json"));
        early.Begin();

        using var instance = await early.TakeAsync();

        Assert.True(await instance.CallAsync<bool>(new InstanceRequest.Release(), null, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task One_that_nobody_takes_ends()
    {
        await using (var early = new WarmInstance(_pool, new InstanceRequest.Release()))
        {
            early.Begin();
            Assert.True(SpinWait.SpinUntil(() => Processes() == 1, TimeSpan.FromMinutes(1)));
        }

        Assert.True(SpinWait.SpinUntil(() => Processes() == 0, TimeSpan.FromMinutes(1)));
    }

    private int Processes() => Process.GetProcesses().Count(process =>
    {
        try
        {
            return File.ReadAllText($"/proc/{process.Id}/environ").Contains(_mark, StringComparison.Ordinal);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // it has ended meanwhile, or is somebody else's
            return false;
        }
    });
}
