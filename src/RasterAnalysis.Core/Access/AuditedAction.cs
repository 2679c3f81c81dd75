namespace RasterAnalysis.Access;

/// <summary>Metadata of an endpoint: as what the audit records that it was refused to somebody.</summary>
/// <param name="Action">The action.</param>
public sealed record AuditedAction(AuditAction Action);
