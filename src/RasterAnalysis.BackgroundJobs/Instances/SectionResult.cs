using RasterAnalysis.Classification;

namespace RasterAnalysis.BackgroundJobs.Instances;

/// <summary>Answer to <see cref="InstanceRequest.ClassifySection"/>.</summary>
/// <param name="Counts">Pixels of each class value that occurs.</param>
/// <param name="InvalidScores">Valid pixels that became NoData because the network gave no usable score.</param>
/// <param name="ExecutionProvider">What ran the network.</param>
/// <param name="Hash">Hash of the section's file, which is on the disk: see <see cref="SectionHash"/>.</param>
public sealed record SectionResult(IReadOnlyList<ClassCount> Counts, long InvalidScores, string ExecutionProvider, string Hash);
