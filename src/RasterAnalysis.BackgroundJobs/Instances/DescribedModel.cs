using RasterAnalysis.Tiling;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>Answer to <see cref="InstanceRequest.DescribeModel"/>.</summary>
public sealed record DescribedModel(ModelDescription Description, IReadOnlyList<string> Warnings);
