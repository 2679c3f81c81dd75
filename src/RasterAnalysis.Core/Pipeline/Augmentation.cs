using RasterAnalysis.Models;

namespace RasterAnalysis.Pipeline;

/// <summary>Test-time augmentation of one job.</summary>
/// <param name="Turns">The flips and turns, numbered as <see cref="TileTurn"/> does.</param>
/// <param name="Policy">How their probabilities are merged.</param>
public sealed record Augmentation(IReadOnlyList<int> Turns, MergePolicy Policy);
