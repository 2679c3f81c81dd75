using System.Collections.Concurrent;
using RasterAnalysis.Access;

namespace RasterAnalysis.ArcGis.Tests.Infrastructure;

/// <summary>Keeps what is recorded.</summary>
internal sealed class AuditList : IAudit
{
    public ConcurrentQueue<AuditEvent> Events { get; } = [];

    public Task RecordAsync(AuditEvent what)
    {
        Events.Enqueue(what);
        return Task.CompletedTask;
    }
}
