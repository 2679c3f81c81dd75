using RasterAnalysis.Access;

namespace RasterAnalysis.Api.Auditing;

/// <summary>Somebody at the machine itself, of whom the service knows no name.</summary>
internal sealed class CommandLineSource : IAuditSource
{
    /// <inheritdoc/>
    public AuditSource Current { get; } = new("", AccessMeans.CommandLine, "");
}
