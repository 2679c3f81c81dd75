using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;
using RasterAnalysis.Json;
using RasterAnalysis.Requests;
using RasterAnalysis.Tools;

namespace RasterAnalysis.BackgroundJobs.Storage;

/// <summary>
/// Earlier versions stored the addresses of inputs as they were given, signatures and passwords included: takes these out of what jobs show and say, and seals them where a job runs on them.
/// </summary>
internal sealed class AddressUpgrade(ToolRegistry tools, StoredRequests requests, TimeProvider time, ILogger<AddressUpgrade> logger)
{
    private const string Name = "addresses sealed and redacted";
    private const int Batch = 200;
    private const string AnyAddress = "%://%";

    /// <summary>Does it unless it was done.</summary>
    /// <param name="context">A connection that others do not use meanwhile.</param>
    /// <param name="isNew">Whether the tables were only just made, so that there is nothing to look at.</param>
    /// <param name="cancellationToken">Stops between batches; the next start goes on.</param>
    public async Task ApplyAsync(RasterAnalysisDbContext context, bool isNew, CancellationToken cancellationToken)
    {
        if (!isNew && await Marks.HasAsync(context, Name, cancellationToken))
        {
            return;
        }

        var changed = isNew ? 0 : await ChangeJobsAsync(context, cancellationToken) + await ChangeMessagesAsync(context, cancellationToken);
        if (changed > 0)
        {
            logger.LogInformation("{Count} rows of earlier versions had addresses with signatures, tokens or passwords in them; these are sealed or taken out", changed);
        }

        if (changed > 0 && context.Database.IsSqlite())
        {
            // what was overwritten still stands in free pages and in the log
            await context.Database.ExecuteSqlRawAsync("VACUUM; PRAGMA wal_checkpoint(TRUNCATE);", cancellationToken);
        }

        await Marks.SetAsync(context, Name, time.GetUtcNow(), cancellationToken);
    }

    private async Task<int> ChangeJobsAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var (changed, last) = (0, "");
        while (true)
        {
            var jobs = await context.Jobs.Where(j => string.Compare(j.Id, last) > 0)
                .Where(j => EF.Functions.Like(j.Inputs, AnyAddress) || EF.Functions.Like(j.Request, AnyAddress))
                .OrderBy(j => j.Id).Take(Batch).ToListAsync(cancellationToken);
            foreach (var job in jobs)
            {
                job.Inputs = Inputs(job);
                job.Request = Request(job);
            }

            changed += await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
            if (jobs.Count < Batch)
            {
                return changed;
            }

            last = jobs[^1].Id;
        }
    }

    private static async Task<int> ChangeMessagesAsync(RasterAnalysisDbContext context, CancellationToken cancellationToken)
    {
        var (changed, skip) = (0, 0);
        while (true)
        {
            var messages = await context.JobMessages.Where(m => EF.Functions.Like(m.Text, AnyAddress))
                .OrderBy(m => m.JobId).ThenBy(m => m.Sequence).Skip(skip).Take(Batch).ToListAsync(cancellationToken);
            messages.ForEach(message => message.Text = TokenRedaction.Redact(message.Text));
            changed += await context.SaveChangesAsync(cancellationToken);
            context.ChangeTracker.Clear();
            if (messages.Count < Batch)
            {
                return changed;
            }

            skip += messages.Count; // addresses stay addresses
        }
    }

    private static string Inputs(JobEntity job)
    {
        try
        {
            return JsonNode.Parse(job.Inputs) is JsonObject inputs ? TokenRedaction.Redact(inputs).ToJsonString() : job.Inputs;
        }
        catch (JsonException)
        {
            return TokenRedaction.Redact(job.Inputs);
        }
    }

    private string Request(JobEntity job)
    {
        try
        {
            return tools.Find(job.Task) is { } tool ? tool.Rewrite(requests, job.Request) : throw new FormatException($"there is no tool {job.Task}");
        }
        catch (Exception exception) when (exception is JsonException or FormatException or Rasters.RasterAccessException)
        {
            logger.LogWarning("The request of job {JobId} cannot be read ({Reason}); the addresses in it are made unusable", job.Id, exception.Message);
            return TokenRedaction.Redact(job.Request);
        }
    }
}
