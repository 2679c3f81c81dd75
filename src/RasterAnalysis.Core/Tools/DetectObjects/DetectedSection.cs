using RasterAnalysis.Detection;
using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>The objects of one section.</summary>
/// <param name="Objects">The objects, in pixels of the processing grid; some of them its neighbours may have as well.</param>
/// <param name="Counts">What is known of them.</param>
/// <param name="Read">When it was read and normalised.</param>
/// <param name="Run">When the network ran for it.</param>
public sealed record DetectedSection(IReadOnlyList<DetectedObject> Objects, ObjectCounts Counts, StageTime Read, StageTime Run);
