using RasterAnalysis.Classification;

namespace RasterAnalysis.Jobs;

/// <summary>A section in the journal.</summary>
/// <param name="Number">Place in the plan, from 0.</param>
/// <param name="IsDone">Whether its file is complete.</param>
/// <param name="Tries">How often it was begun.</param>
/// <param name="Counts">Pixels of each class, when it is done.</param>
/// <param name="InvalidScores">Pixels for which the network gave no usable score, when it is done.</param>
/// <param name="Hash">Hash of its file, when it is done.</param>
public sealed record JobSection(int Number, bool IsDone, int Tries, IReadOnlyList<ClassCount> Counts, long InvalidScores, string? Hash = null);
