using System.Globalization;
using RasterAnalysis.Access;
using RasterAnalysis.BackgroundJobs.Views;
using RasterAnalysis.Jobs;
using RasterAnalysis.Pipeline;
using RasterAnalysis.Processing;
using RasterAnalysis.Requests;
using RasterAnalysis.Storage;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Plans jobs that nobody has submitted: the first step of a job, in a folder that is gone afterwards.</summary>
internal sealed class JobForecasts(ProcessingInstancePool pool, JobInputs inputs, DataLayout layout, BackgroundJobsOptions options, TimeProvider time) : IJobForecasts, IDisposable
{
    /// <summary>A plan takes as much of the machine as a section's beginning; two at once leave the rest to jobs.</summary>
    private readonly ViewGate _gate = new(options.Views with { AtOnce = 2 });

    /// <inheritdoc/>
    public Task<JobForecast> PlanAsync(JobRequest request, Caller caller, CancellationToken cancellationToken) =>
        _gate.RunAsync(() => PlanInTimeAsync(request, caller, cancellationToken), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private async Task<JobForecast> PlanInTimeAsync(JobRequest request, Caller caller, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(options.PlanTime, time);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        try
        {
            return await PlanOnceAsync(request, caller, deadline.Token);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            throw new BusyException(string.Create(
                CultureInfo.InvariantCulture, $"Planning took longer than {options.PlanTime.TotalSeconds:0.#} seconds and was given up. A job has the time; inputs of other servers are fetched first."));
        }
    }

    private async Task<JobForecast> PlanOnceAsync(JobRequest request, Caller caller, CancellationToken cancellationToken)
    {
        var scratch = new JobScratch(layout, $"plan-{Guid.NewGuid():N}");
        var messages = new List<JobMessage>();
        var planning = new JobPlanning(
            ClassifyPixelsTool.TaskName, "Classifying", inputs, pool.MaxInstances,
            (type, text, _) =>
            {
                messages.Add(new JobMessage(type, text, time.GetUtcNow()));
                return Task.CompletedTask;
            });
        scratch.Create();
        try
        {
            var instance = await pool.RentAsync(cancellationToken);
            try
            {
                var plan = await planning.PlanAsync(request, caller, scratch, instance, cancellationToken);
                return new JobForecast(
                    [.. plan.Parts.Select(part => new JobForecast.Part(part.Name, PlanFile.Read<ClassificationPlan>(part.PlanPath)))], messages, planning.Instances, planning.DiskBytes);
            }
            finally
            {
                await pool.ReturnReleasedAsync(instance);
            }
        }
        finally
        {
            scratch.Delete();
        }
    }
}
