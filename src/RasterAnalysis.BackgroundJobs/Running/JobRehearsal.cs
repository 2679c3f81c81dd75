using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using RasterAnalysis.BackgroundJobs.Storage;
using RasterAnalysis.Jobs;
using RasterAnalysis.Models;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>
/// Once, behind the rehearsal of an instance: asks the database what each job asks it, for a job that is not there. Nothing is found and nothing is changed, and what the first such question takes,
/// ten milliseconds and more each, has been paid when the first job comes. Where one came already, it is at its planning then, and this is ahead of it.
/// </summary>
internal sealed class JobRehearsal(
    IJobStore jobs, ISectionJournal journal, IResultCache finished, EfCatalogStore catalog, IDbContextFactory<RasterAnalysisDbContext> contexts, IJobQueue queue, BackgroundJobsOptions options,
    StoredRequests requests, ProcessingInstancePool pool, ILogger<JobRehearsal> logger) : BackgroundService
{
    // ids are never empty, and no name has blanks
    private const string Nobody = "";
    private const string Nothing = "  ";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Worker.Rehearses)
        {
            return;
        }

        await pool.Rehearsal.WaitAsync(stoppingToken);
        try
        {
            await RehearseAsync(stoppingToken);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            logger.LogWarning("The database could not be asked ahead of the first job: {Message}", exception.Message);
        }
    }

    /// <summary>Asks, what comes last in a job first. What comes first is left to a job that is there already.</summary>
    public async Task RehearseAsync(CancellationToken cancellationToken)
    {
        await AskOfSectionsAsync(cancellationToken);
        if ((await jobs.CountUnfinishedAsync(cancellationToken)).Count == 0)
        {
            await AskOfJobsAsync(cancellationToken);
        }
    }

    private async Task AskOfSectionsAsync(CancellationToken cancellationToken)
    {
        await finished.NoteAsync(Nobody, new WorkKeys("", ""), cancellationToken);
        await journal.SetAsync(Nobody, [], null, cancellationToken);
        await journal.ListAsync(Nobody, cancellationToken);
        await journal.ClaimAsync(Nobody, "", TimeSpan.Zero, cancellationToken);
        await journal.CompleteAsync(Nobody, 0, "", "", null, cancellationToken);
        await catalog.FindAsync(Nobody, cancellationToken);
        await AddAsync([new JobSectionEntity(Nobody, JobSection.Planned(0, default)), new ItemEntity { Id = Nobody, Owner = "", Document = "" }], cancellationToken);
        await jobs.TryMoveAsync(Nobody, JobStatus.Succeeded, cancellationToken: cancellationToken);
    }

    private async Task AskOfJobsAsync(CancellationToken cancellationToken)
    {
        await catalog.TakenNamesAsync(Nothing, cancellationToken);
        var (nothing, arguments) = (new InputLocation(Nothing), GivenArguments.Read(new Dictionary<string, string>(), []));
        requests.Read<JobRequest>(requests.Write(new JobRequest(nothing, "", nothing, "", arguments, "", "", new AnalysisContext(), null, null)));
        await AddAsync(
            [
                new JobEntity { Id = Nobody, Task = "", Request = "", Inputs = "", OutputName = "", Owner = "" }, new JobMessageEntity { JobId = Nobody, Text = "" },
                new ServiceNameEntity { Name = Nothing, HolderId = Nobody },
            ],
            cancellationToken);
        if (options.IsEmbedded)
        {
            // a turn with no job to begin ends at once
            queue.Enqueue(Nobody, ClassifyPixelsTool.TaskName);
        }

        await jobs.MessagesAsync(Nobody, 0, cancellationToken);
        await jobs.TryBeginAsync(Nobody, "", TimeSpan.Zero, null, cancellationToken);
        await jobs.SetProgressAsync(Nobody, 0, "", cancellationToken);
    }

    /// <summary>Saves rows in a transaction that is given up.</summary>
    private async Task AddAsync(object[] rows, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);
        context.AddRange(rows);
        await context.SaveAddedAsync(cancellationToken);
    }
}
