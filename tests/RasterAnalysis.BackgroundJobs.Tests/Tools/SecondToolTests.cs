using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.BackgroundJobs.Running;
using RasterAnalysis.Jobs;
using RasterAnalysis.Testing.Tiff;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Tests.Tools;

/// <summary>What a second tool takes: a tool that no file of the product names is registered, and its jobs are queued, run, resumed and recovered like any others.</summary>
public sealed class SecondToolTests : IAsyncLifetime
{
    private const int Side = 64;
    private JobsHost _host = null!;

    private ITool Tool => _host.Get<ToolRegistry>().Find("bandstatistics")!;

    public async ValueTask InitializeAsync()
    {
        _host = await JobsHost.StartAsync(register: services => services.AddTool<BandStatisticsSubmission>(new BandStatisticsTool())
            .AddSingleton<BandStatisticsRun>()
            .AddKeyedSingleton<IToolRun>(BandStatisticsTool.Name, (provider, _) => provider.GetRequiredService<BandStatisticsRun>()));
        await File.WriteAllBytesAsync(RasterPath, TiffFile.Byte(Side, Side, 1, (_, row, column) => (byte)((row + (3 * column)) % 251)));
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    private string RasterPath => Path.Combine(_host.DataRoot, "input.tif");

    [Fact]
    public async Task Its_jobs_run_to_their_end()
    {
        var job = await SubmitAsync();

        await _host.Get<JobRunner>().RunAsync(job.Id, CancellationToken.None);

        var ended = (await _host.Jobs.FindAsync(job.Id))!;
        Assert.Equal((JobStatus.Succeeded, 4, 4), (ended.Status, ended.SectionsTotal, ended.SectionsDone));
        var result = JsonNode.Parse(ended.ResultValue!)!;
        Assert.Equal(Side * Side, (int)result["count"]!);
        Assert.Equal(Values().Average(), (double)result["mean"]!, 9);
    }

    [Fact]
    public async Task A_job_that_was_cut_off_goes_on_from_its_sections()
    {
        var job = await SubmitAsync();
        var run = _host.Get<BandStatisticsRun>();
        using var stop = new CancellationTokenSource();
        run.Before = number =>
        {
            if (number == 2)
            {
                stop.Cancel();
                stop.Token.ThrowIfCancellationRequested();
            }
        };
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _host.Get<JobRunner>().RunAsync(job.Id, stop.Token));
        Assert.Equal((JobStatus.Waiting, 2), await StateAsync(job.Id));
        run.Before = _ => { };

        await _host.Get<JobRunner>().RunAsync(job.Id, CancellationToken.None);

        Assert.Equal((JobStatus.Succeeded, 4), await StateAsync(job.Id));
        Assert.Equal(4, run.Worked);
    }

    [Fact]
    public async Task Its_jobs_are_recovered_and_their_requests_written_anew()
    {
        var job = Some.Job("") with { Task = Tool.Name, Status = JobStatus.Executing };
        await _host.Jobs.TryCreateAsync(job, []);

        await ActivatorUtilities.CreateInstance<JobRecovery>(_host.Get<IServiceProvider>()).RecoverAsync(CancellationToken.None);

        Assert.Equal("The service was started again; the job goes on from its finished sections.", Assert.Single(await _host.Jobs.MessagesAsync(job.Id)).Text);
        Assert.Contains(job.Id, _host.QueuedModelTasks.Concat(_host.Queued));
    }

    [Fact]
    public async Task A_job_of_a_tool_that_is_not_here_fails_with_its_name()
    {
        var job = Some.Job("") with { Task = "DetectShips" };
        await _host.Jobs.TryCreateAsync(job, []);

        await _host.Get<JobRunner>().RunAsync(job.Id, CancellationToken.None);

        Assert.Equal(JobStatus.Failed, (await _host.Jobs.FindAsync(job.Id))!.Status);
        Assert.Contains(await _host.Jobs.MessagesAsync(job.Id), message => message.Text.Contains("This service has no tool DetectShips", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_it_refuses_stores_no_job()
    {
        var submission = _host.Get<IServiceProvider>().GetRequiredKeyedService<IToolSubmission>(Tool.Name);

        await Assert.ThrowsAsync<InvalidRequestException>(() => submission.SubmitAsync(Tool, [], [], new Uri("http://here/"), RasterAnalysis.Access.Caller.Everybody("ann"), CancellationToken.None));

        Assert.Empty(await _host.Jobs.ListUnfinishedAsync());
    }

    private static IEnumerable<double> Values() => Enumerable.Range(0, Side * Side).Select(i => (double)(((i / Side) + (3 * (i % Side))) % 251));

    private Task<AnalysisJob> SubmitAsync() => _host.Get<IServiceProvider>().GetRequiredKeyedService<IToolSubmission>(Tool.Name)
        .SubmitAsync(Tool, new JsonObject { ["inputRaster"] = RasterPath }, [], new Uri("http://here/"), RasterAnalysis.Access.Caller.Everybody("ann"), CancellationToken.None);

    private async Task<(JobStatus Status, int Done)> StateAsync(string jobId)
    {
        var job = (await _host.Jobs.FindAsync(jobId))!;
        return (job.Status, job.SectionsDone);
    }
}
