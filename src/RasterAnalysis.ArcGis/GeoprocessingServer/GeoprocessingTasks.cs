using RasterAnalysis.Jobs;
using RasterAnalysis.Tools;

namespace RasterAnalysis.ArcGis.GeoprocessingServer;

/// <summary>The tools as the tasks of the toolbox, and their jobs. Only what works is listed: the Python API loads every listed task.</summary>
internal sealed class GeoprocessingTasks(ToolRegistry tools, CallerJobs jobs)
{
    /// <summary>All tasks, in order of registration.</summary>
    public IReadOnlyList<ITool> All => tools.All;

    /// <summary>The task of a name, in any case.</summary>
    /// <exception cref="NotFoundException">There is none.</exception>
    public ITool Find(string name) => tools.Find(name) ?? throw new NotFoundException("task", name);

    /// <summary>A job of a task.</summary>
    /// <exception cref="NotFoundException">There is no such task, or it has no such job.</exception>
    public async Task<(ITool Task, AnalysisJob Job)> FindJobAsync(string taskName, string jobId, CancellationToken cancellationToken)
    {
        var task = Find(taskName);
        var job = await jobs.RequireAsync(jobId, cancellationToken);
        return job.Task == task.Name ? (task, job) : throw new NotFoundException("job", jobId);
    }
}
