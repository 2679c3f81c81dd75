namespace RasterAnalysis.BackgroundJobs.Telemetry;

/// <summary>How a line of the log on standard output looks.</summary>
public static class LogLines
{
    /// <summary>Serilog's output template: behind the message the job and the trace that the line belongs to, where it does.</summary>
    public const string Template = "[{Timestamp:HH:mm:ss} {Level:u3}] {Message:lj} {JobId} {TraceId}{NewLine}{Exception}";
}
