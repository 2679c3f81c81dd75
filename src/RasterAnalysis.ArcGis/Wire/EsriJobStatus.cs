using RasterAnalysis.Jobs;

namespace RasterAnalysis.ArcGis.Wire;

/// <summary>ArcGIS's words for states and messages of jobs. Clients know no others: some poll for ever on a word that they do not know.</summary>
internal static class EsriJobStatus
{
    /// <summary>The word of a state.</summary>
    public static string WireName(this JobStatus status) => status switch
    {
        JobStatus.Submitted => "esriJobSubmitted",
        JobStatus.Waiting => "esriJobWaiting",
        JobStatus.Executing => "esriJobExecuting",
        JobStatus.Cancelling => "esriJobCancelling",
        JobStatus.Cancelled => "esriJobCancelled",
        JobStatus.Succeeded => "esriJobSucceeded",
        JobStatus.Failed => "esriJobFailed",
        JobStatus.TimedOut => "esriJobTimedOut",
        _ => throw new ArgumentOutOfRangeException(nameof(status), status, null),
    };

    /// <summary>The word of a message's weight.</summary>
    public static string WireName(this JobMessageType type) => type switch
    {
        JobMessageType.Informative => "esriJobMessageTypeInformative",
        JobMessageType.Warning => "esriJobMessageTypeWarning",
        JobMessageType.Error => "esriJobMessageTypeError",
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };
}
