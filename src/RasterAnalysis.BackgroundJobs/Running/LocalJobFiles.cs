using RasterAnalysis.Jobs;

namespace RasterAnalysis.BackgroundJobs.Running;

/// <summary>Without a data store: what the data folder has is all there is.</summary>
internal sealed class LocalJobFiles : IJobFiles
{
    /// <inheritdoc/>
    public Task BringItemsAsync(AnalysisJob job, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoreItemsAsync(AnalysisJob job, string? resultId, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StorePlanAsync(JobScratch scratch, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task BringPlanAsync(JobScratch scratch, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task StoreSectionAsync(JobScratch scratch, int number, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task BringSectionsAsync(JobScratch scratch, IEnumerable<JobSection> sections, CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public Task RemoveAsync(string jobId) => Task.CompletedTask;
}
