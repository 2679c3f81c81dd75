namespace RasterAnalysis.Access;

/// <summary>Says who asks just now, for the audit.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IAuditSource
{
    /// <summary>Who asks in the middle of the calling thread's work.</summary>
    AuditSource Current { get; }
}
