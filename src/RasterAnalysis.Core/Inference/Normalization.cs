namespace RasterAnalysis.Inference;

/// <summary>What is done to the input before the network sees it.</summary>
/// <param name="Description">The rule that applies and where it comes from, for a message of the job.</param>
/// <param name="Bands">One entry for each band, in network order.</param>
public sealed record Normalization(string Description, IReadOnlyList<BandNormalization> Bands);
