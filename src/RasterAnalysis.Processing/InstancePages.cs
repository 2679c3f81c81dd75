using RasterAnalysis.Rasters;

namespace RasterAnalysis.Processing;

/// <summary>The service's answer to <see cref="InstanceReply.NeedPages"/>: one line of JSON. Exactly one of the two is set.</summary>
/// <param name="Files">The blocks.</param>
/// <param name="Failure">Why they cannot be had.</param>
public sealed record InstancePages(IReadOnlyList<PageFile>? Files, InstanceReply.Failure? Failure);
