using RasterAnalysis.Models;
using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>All that a processing instance needs to know to classify the features of any section of a job. The features lie beside the plan: <see cref="TablePath"/>.</summary>
public sealed record ObjectPlan : TilePlan
{
    /// <summary>What of the raster becomes the image of a feature.</summary>
    public required ChipRules Chips { get; init; }

    /// <summary>Name of the field for the class's name.</summary>
    public required string ClassField { get; init; }

    /// <summary>The classes, in the order in which the network numbers them.</summary>
    public required IReadOnlyList<ClassDefinition> Classes { get; init; }

    /// <summary>Features in the table.</summary>
    public required long Features { get; init; }

    /// <summary>Hash of the table: plans with other features are others.</summary>
    public required string FeaturesHash { get; init; }

    /// <summary>The table of a plan's features, in the raster's coordinate system, with the field <see cref="ClassifiedObjectTable.SourceIdField"/>.</summary>
    /// <param name="planPath">File of the plan.</param>
    public static string TablePath(string planPath) => Path.ChangeExtension(planPath, ".gpkg");
}
