using RasterAnalysis.Jobs;
using RasterAnalysis.Tools.ModelTasks;

namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>Queues jobs that are stored already.</summary>
internal static class JobQueueExtensions
{
    /// <summary>Queues a job again, on the queue of its task.</summary>
    public static void EnqueueAgain(this IJobQueue queue, AnalysisJob job)
    {
        if (ModelTaskNames.All.Contains(job.Task))
        {
            queue.EnqueueModelTask(job.Id);
        }
        else
        {
            queue.Enqueue(job.Id);
        }
    }
}
