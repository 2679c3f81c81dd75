using RasterAnalysis.BackgroundJobs.Queue;
using RasterAnalysis.Catalog;
using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Tests.Queue;

/// <summary>What the embedded service does with the jobs that it finds at its start.</summary>
public sealed class JobRecoveryTests : IAsyncLifetime
{
    private JobsHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await JobsHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Theory]
    [InlineData(JobStatus.Submitted, JobStatus.Waiting)]
    [InlineData(JobStatus.Waiting, JobStatus.Waiting)]
    [InlineData(JobStatus.Executing, JobStatus.Waiting)]
    public async Task An_unfinished_job_is_queued_again(JobStatus found, JobStatus expected)
    {
        var job = await AddAsync(found);
        await _host.Journal.SetAsync(job.Id, Some.Sections(2));
        await _host.Journal.ClaimAsync(job.Id, "a process that is gone", TimeSpan.FromHours(1));

        await RecoverAsync();

        Assert.Equal(expected, (await _host.Jobs.FindAsync(job.Id))!.Status);
        Assert.Equal([job.Id], _host.Queued);
        Assert.True(Directory.Exists(_host.Layout.JobFolder(job.Id)));
        Assert.Equal(0, await _host.Journal.ClaimAsync(job.Id, "a new process", TimeSpan.FromHours(1)));
    }

    [Fact]
    public async Task A_job_that_was_being_cancelled_is_cancelled()
    {
        var job = await AddAsync(JobStatus.Cancelling);
        await _host.Get<ICatalogStore>().TryAddAsync(Some.Item(job.OutputName, job.Id, job.Id[1..]));

        await RecoverAsync();

        Assert.Equal(JobStatus.Cancelled, (await _host.Jobs.FindAsync(job.Id))!.Status);
        Assert.Empty(_host.Queued);
        Assert.False(Directory.Exists(_host.Layout.JobFolder(job.Id)));
        Assert.Null(await _host.Get<ICatalogStore>().FindAsync(job.Id[1..]));
    }

    [Theory]
    [InlineData(JobStatus.Succeeded)]
    [InlineData(JobStatus.Failed)]
    [InlineData(JobStatus.Cancelled)]
    [InlineData(JobStatus.TimedOut)]
    public async Task Scratch_of_finished_jobs_and_of_cut_off_uploads_goes(JobStatus status)
    {
        var job = await AddAsync(status);

        Directory.CreateDirectory(_host.Layout.UploadFolder);
        await File.WriteAllTextAsync(Path.Combine(_host.Layout.UploadFolder, "half"), "half a file");

        await RecoverAsync();

        Assert.Empty(Directory.EnumerateFileSystemEntries(_host.Layout.UploadFolder));
        Assert.Equal(status, (await _host.Jobs.FindAsync(job.Id))!.Status);
        Assert.False(Directory.Exists(_host.Layout.JobFolder(job.Id)));
    }

    [Fact]
    public async Task A_job_about_a_model_goes_back_to_its_own_queue_and_begins_anew()
    {
        var job = Some.Job("") with { Task = ModelTaskNames.QueryInfo, Status = JobStatus.Executing };
        await _host.Jobs.TryCreateAsync(job, []);

        await RecoverAsync();

        Assert.Equal([job.Id], _host.QueuedModelTasks);
        Assert.Empty(_host.Queued);
        Assert.Equal(["The service was started again; the job begins anew."], (await _host.Jobs.MessagesAsync(job.Id)).Select(message => message.Text));
    }

    private async Task<AnalysisJob> AddAsync(JobStatus status)
    {
        var job = Some.Job() with { Status = status };
        await _host.Jobs.TryCreateAsync(job, []);
        Directory.CreateDirectory(Path.Combine(_host.Layout.JobFolder(job.Id), "sections"));
        return job;
    }

    private Task RecoverAsync() => _host.Get<JobRecovery>().RecoverAsync(CancellationToken.None);
}
