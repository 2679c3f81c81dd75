namespace RasterAnalysis.Tools.VerifyResult;

/// <summary>What is asked of a verification.</summary>
/// <param name="Sections">How many sections are made again; null for all.</param>
public sealed record VerifyOptions(int? Sections);
