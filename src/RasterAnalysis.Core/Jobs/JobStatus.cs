namespace RasterAnalysis.Jobs;

/// <summary>States of a job, one to one with ArcGIS's <c>esriJob…</c> words.</summary>
public enum JobStatus
{
    /// <summary>Stored, and given to the queue.</summary>
    Submitted,

    /// <summary>Waits for a free processing instance.</summary>
    Waiting,

    /// <summary>Is being worked on.</summary>
    Executing,

    /// <summary>Somebody asked to stop it; its processes are being ended.</summary>
    Cancelling,

    /// <summary>Stopped on request. Final.</summary>
    Cancelled,

    /// <summary>Its result is published. Final.</summary>
    Succeeded,

    /// <summary>It could not be done; its messages say why. Final.</summary>
    Failed,

    /// <summary>It took longer than the settings allow. Final.</summary>
    TimedOut,
}
