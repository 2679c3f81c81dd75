namespace RasterAnalysis.Api.Errors;

/// <summary>What went wrong (RFC 9457).</summary>
/// <param name="Type">Its kind: <c>urn:rasteranalysis:problem:</c> and the code.</param>
/// <param name="Title">Its kind in words.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Detail">What is wrong with this request, and what would be right.</param>
/// <param name="Code">Its kind in a word, which stays as it is.</param>
/// <param name="Errors">Every fault of the request, by its field; empty where no field is at fault.</param>
/// <param name="TraceId">What the service's log has it under.</param>
internal sealed record ProblemModel(
    string Type, string Title, int Status, string Detail, string Code, IReadOnlyList<RequestError> Errors, string? TraceId);
