namespace RasterAnalysis.BackgroundJobs.Queue;

/// <summary>What the queue holds.</summary>
internal interface IQueueContents
{
    /// <summary>How many turns wait on a queue of <see cref="Tools.ToolQueues"/>; those that somebody has taken do not count.</summary>
    long Turns(string queue);
}
