using RasterAnalysis.Models;

namespace RasterAnalysis.Pipeline;

/// <summary>Test-time augmentation of one job.</summary>
/// <param name="Turns">The flips and turns, as <c>dlpk-emd</c> 2.5 numbers them.</param>
/// <param name="Policy">How their probabilities are merged.</param>
public sealed record Augmentation(IReadOnlyList<int> Turns, MergePolicy Policy);
