namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>The tool's own parameters.</summary>
/// <param name="RunNms">Whether objects that overlap others by more than <paramref name="MaxOverlapRatio"/> are left out, after what the model's own overlap left.</param>
/// <param name="MaxOverlapRatio">Area in common over area together, 0 to 1; 0 leaves no two objects that overlap at all.</param>
/// <param name="ConfidenceField">Name of the field for the confidence.</param>
/// <param name="ClassField">Name of the field for the class's name.</param>
/// <param name="Arguments">The model arguments that only detectors have; null in requests of versions that stored their texts alone, and in plans, which hold what became of them.</param>
public sealed record DetectionOptions(bool RunNms, double MaxOverlapRatio, string ConfidenceField, string ClassField, DetectionArguments? Arguments = null);
