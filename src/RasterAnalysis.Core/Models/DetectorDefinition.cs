namespace RasterAnalysis.Models;

/// <summary>What a model definition says that only holds for objects: how they are found, and how images of single ones are cut.</summary>
public sealed record DetectorDefinition
{
    /// <summary>The task of the model; never <see cref="ModelTask.PixelClassification"/>.</summary>
    public required ModelTask Task { get; init; }

    /// <summary><c>Threshold</c> or <c>ConfidenceThreshold</c>: the least score of an object, 0 to 1; null when missing.</summary>
    public double? Threshold { get; init; }

    /// <summary>
    /// <c>NMSOverlap</c> (also <c>nms_overlap</c>, <c>NMS overlap</c>, <c>max_overlap_ratio</c>): the largest overlap of two objects, as intersection over union, 0 to 1; null when missing.
    /// </summary>
    public double? MaxOverlapRatio { get; init; }

    /// <summary><c>CropSizeFixed</c>: whether an object's image is of the network's size around its centre, rather than its box; null when missing.</summary>
    public bool? CropSizeFixed { get; init; }

    /// <summary><c>BlackenAroundFeature</c>: whether pixels outside of the object are 0 in its image; null when missing.</summary>
    public bool? BlackenAroundFeature { get; init; }

    /// <summary><c>MinCellSize</c>; null when missing.</summary>
    public CellSizeLimit? MinCellSize { get; init; }

    /// <summary><c>MaxCellSize</c>; null when missing.</summary>
    public CellSizeLimit? MaxCellSize { get; init; }

    /// <summary><c>DetectorLayout</c>, a key of this service: how the outputs are laid out; null to have it found out.</summary>
    public DetectorFamily? Layout { get; init; }
}
