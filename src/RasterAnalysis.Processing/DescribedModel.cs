using RasterAnalysis.Tiling;

namespace RasterAnalysis.Processing;

/// <summary>Answer to <see cref="InstanceRequest.DescribeModel"/>.</summary>
public sealed record DescribedModel(ModelDescription Description, IReadOnlyList<string> Warnings);
