namespace RasterAnalysis.Testing.Telemetry;

/// <summary>A span as a collector gets it.</summary>
/// <param name="TraceId">32 hexadecimal digits.</param>
/// <param name="Id">16 hexadecimal digits.</param>
/// <param name="ParentId">16 hexadecimal digits; empty for a root.</param>
/// <param name="Name">Its name.</param>
/// <param name="Begun">Nanoseconds since 1970.</param>
/// <param name="Ended">Nanoseconds since 1970.</param>
/// <param name="IsError">Whether its status is an error.</param>
/// <param name="Events">Names of its events.</param>
/// <param name="Attributes">Its attributes.</param>
/// <param name="Resource">Attributes of the process.</param>
public sealed record ReceivedSpan(
    string TraceId, string Id, string ParentId, string Name, long Begun, long Ended, bool IsError, IReadOnlyList<string> Events,
    IReadOnlyDictionary<string, string> Attributes, IReadOnlyDictionary<string, string> Resource);
