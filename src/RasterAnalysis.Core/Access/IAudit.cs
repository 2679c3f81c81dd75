namespace RasterAnalysis.Access;

/// <summary>Writes down who did what. What is recorded is done already; recording it neither fails nor is given up because a client went away.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IAudit
{
    /// <summary>Records what was done, or refused.</summary>
    /// <returns>A task that ends once it is written, or once it is in the log that it could not be; it does not fail.</returns>
    Task RecordAsync(AuditEvent what);
}
