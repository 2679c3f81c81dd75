using Microsoft.Extensions.Logging.Abstractions;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Processing;
using RasterAnalysis.Testing;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Tests.Running;

/// <summary>With the built worker.</summary>
public sealed class SectionWorkerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("rasteranalysis-worker-").FullName;
    private readonly ProcessingInstancePool _pool =
        new(new ProcessingInstanceOptions { Path = BuiltWorker.Path }, NullLogger<ProcessingInstancePool>.Instance, TimeProvider.System);

    public void Dispose()
    {
        _pool.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task An_instance_whose_section_failed_for_good_is_not_handed_out_again()
    {
        int failed;
        await using (var worker = new SectionWorker(_pool, new SectionRules(Instances: 1, Recycle: 0, Retries: 0), (_, _) => Task.CompletedTask))
        {
            failed = worker.ProcessId;
            var noPlan = new InstanceRequest.RunSection(ClassifyPixelsTool.TaskName, Path.Combine(_folder, "none.json"), 0, Path.Combine(_folder, "section.tif"));

            var failure = await Assert.ThrowsAsync<ProcessingInstanceException>(
                () => worker.RunAsync(noPlan, "Section 1", _ => Task.CompletedTask, CancellationToken.None));

            Assert.StartsWith("Section 1 failed: ", failure.Message, StringComparison.Ordinal);
        }

        using var next = _pool.Rent();
        Assert.NotEqual(failed, next.ProcessId);
    }
}
