using RasterAnalysis.Detection;
using RasterAnalysis.Models;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>What holds where neither the job nor the definition says it.</summary>
public static class DetectionRules
{
    // what overlaps by more is one object: of candidates that a network leaves to whoever reads it, and of objects that two tiles have seen
    private const double OverlapOfCandidates = 0.45;
    private const double OverlapOfObjects = 0.7;

    /// <summary>The largest overlap of two objects of a class.</summary>
    public static double OverlapOf(ModelDefinition definition, DetectorLayout layout)
    {
        ArgumentNullException.ThrowIfNull(definition);
        ArgumentNullException.ThrowIfNull(layout);
        return definition.Detector?.MaxOverlapRatio
            ?? (layout.Family is DetectorFamily.YoloV5 or DetectorFamily.YoloV8 or DetectorFamily.YoloOriented or DetectorFamily.YoloSegment ? OverlapOfCandidates : OverlapOfObjects);
    }
}
