namespace RasterAnalysis.Accuracy;

/// <summary>An assessment as it is kept with an item.</summary>
/// <param name="Assessment">Accuracies and areas.</param>
/// <param name="InSquareMetres">Whether areas are square metres; else they are pixels.</param>
/// <param name="AreaNote">How they were found, or why square metres are not known.</param>
/// <param name="Reference">What the map was compared with.</param>
/// <param name="Assessed">When.</param>
public sealed record AccuracyReport(AccuracyAssessment Assessment, bool InSquareMetres, string AreaNote, ReferenceCounts Reference, DateTimeOffset Assessed);
