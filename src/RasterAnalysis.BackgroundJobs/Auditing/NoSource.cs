using RasterAnalysis.Access;

namespace RasterAnalysis.BackgroundJobs.Auditing;

/// <summary>A process without a web face: nobody asks in it.</summary>
internal sealed class NoSource : IAuditSource
{
    /// <inheritdoc/>
    public AuditSource Current => AuditSource.Service;
}
