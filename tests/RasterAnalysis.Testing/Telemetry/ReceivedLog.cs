namespace RasterAnalysis.Testing.Telemetry;

/// <summary>A log record as a collector gets it.</summary>
/// <param name="TraceId">32 hexadecimal digits; empty where it belongs to no trace.</param>
/// <param name="Severity">Its level in words.</param>
/// <param name="Text">The message.</param>
/// <param name="Attributes">Its attributes.</param>
public sealed record ReceivedLog(string TraceId, string Severity, string Text, IReadOnlyDictionary<string, string> Attributes);
