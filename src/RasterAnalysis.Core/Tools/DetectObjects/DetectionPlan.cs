using RasterAnalysis.Detection;
using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>All that a processing instance needs to know to find the objects of any section of a job.</summary>
public sealed record DetectionPlan : TilePlan
{
    /// <summary>How the network's outputs are read.</summary>
    public required DetectorLayout Layout { get; init; }

    /// <summary>The least score of an object, 0 to 1.</summary>
    public required double Threshold { get; init; }

    /// <summary>Side of the largest object that tiles overlap enough for, in pixels.</summary>
    public required int MaxObjectSize { get; init; }

    /// <summary>The largest overlap of two objects of one class, as area in common over area together.</summary>
    public required double NmsOverlap { get; init; }

    /// <summary>The tool's own parameters.</summary>
    public required DetectionOptions Options { get; init; }

    /// <summary>The classes, in the order in which the network numbers them.</summary>
    public required IReadOnlyList<ClassDefinition> Classes { get; init; }
}
