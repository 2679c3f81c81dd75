namespace RasterAnalysis.Detection;

/// <summary>One way to read a detector.</summary>
/// <param name="Layout">The layout.</param>
/// <param name="AllOutputs">The outputs that it explains, those of masks that are not read among them.</param>
internal sealed record FoundLayout(DetectorLayout Layout, IReadOnlyList<string> AllOutputs);
