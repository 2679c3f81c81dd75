using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The classified features of one section.</summary>
/// <param name="Objects">Their classes, in the order of the features.</param>
/// <param name="Counts">What is known of them.</param>
/// <param name="Read">When their images were read and normalised.</param>
/// <param name="Run">When the network ran for them.</param>
public sealed record ClassifiedObjects(IReadOnlyList<ClassifiedObject> Objects, ClassificationCounts Counts, StageTime Read, StageTime Run);
