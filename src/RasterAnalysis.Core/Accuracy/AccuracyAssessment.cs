namespace RasterAnalysis.Accuracy;

/// <summary>How right a map is, estimated from reference data.</summary>
/// <param name="Overall">Overall accuracy: the part of the map that is right. 0 to 1.</param>
/// <param name="Classes">The classes, in the order of the rows and columns of the matrices.</param>
/// <param name="Counts">The confusion matrix in samples: a row for each class of the map, a column for each class of the reference.</param>
/// <param name="Proportions">The same in parts of the map's area, which add up to 1.</param>
/// <param name="Kappa">Cohen's kappa of <paramref name="Proportions"/>; null where it was not asked for or is not known.</param>
/// <param name="IsCensus">Whether every pixel was compared, so that nothing is uncertain.</param>
/// <param name="Warnings">What makes the estimates weaker than they look.</param>
public sealed record AccuracyAssessment(
    AccuracyEstimate Overall,
    IReadOnlyList<ClassAccuracy> Classes,
    IReadOnlyList<IReadOnlyList<long>> Counts,
    IReadOnlyList<IReadOnlyList<double>> Proportions,
    double? Kappa,
    bool IsCensus,
    IReadOnlyList<string> Warnings);
