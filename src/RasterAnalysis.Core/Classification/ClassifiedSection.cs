namespace RasterAnalysis.Classification;

/// <summary>The finished pixels of one section.</summary>
/// <param name="Pixels">Rows × columns samples in the output's type, little-endian. Valid until the classifier's next call.</param>
/// <param name="Counts">Pixels of each class value that occurs.</param>
/// <param name="InvalidScores">Valid pixels that became NoData because the network gave no usable score.</param>
public sealed record ClassifiedSection(ReadOnlyMemory<byte> Pixels, IReadOnlyList<ClassCount> Counts, long InvalidScores);
