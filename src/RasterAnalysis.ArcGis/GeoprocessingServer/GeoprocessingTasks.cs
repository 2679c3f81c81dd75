using RasterAnalysis.Jobs;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>The tasks of the toolbox, and their jobs. Only what works is listed: the Python API loads every listed task.</summary>
internal sealed class GeoprocessingTasks(IEnumerable<IGeoprocessingTask> tasks, IJobStore jobs)
{
    /// <summary>All tasks, in order of registration.</summary>
    public IReadOnlyList<IGeoprocessingTask> All { get; } = [.. tasks];

    /// <summary>The task of a name, in any case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public IGeoprocessingTask Find(string name) =>
        All.FirstOrDefault(task => task.Description.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new NotFoundException("task", name);

    /// <summary>A job of a task.</summary>
    /// <exception cref="NotFoundException">There is no such task, or it has no such job.</exception>
    public async Task<(TaskDescription Task, AnalysisJob Job)> FindJobAsync(string taskName, string jobId, CancellationToken cancellationToken)
    {
        var task = Find(taskName).Description;
        var job = await jobs.FindAsync(jobId, cancellationToken);
        return job is not null && job.Task == task.Name ? (task, job) : throw new NotFoundException("job", jobId);
    }
}
