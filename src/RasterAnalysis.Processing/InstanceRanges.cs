namespace RasterAnalysis.Processing;

/// <summary>The service's answer to <see cref="InstanceReply.NeedRanges"/> and <see cref="InstanceReply.NeedStacks"/>: one line of JSON.</summary>
/// <param name="Failure">Why the blocks cannot be had; null when they are there.</param>
public sealed record InstanceRanges(InstanceReply.Failure? Failure);
