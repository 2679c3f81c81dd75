namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The class of a feature.</summary>
/// <param name="Id">Number of the feature in the plan's table.</param>
/// <param name="Class">Place of its class among those of the plan.</param>
/// <param name="Confidence">Probability of the class, 0 to 1.</param>
public readonly record struct ClassifiedObject(long Id, int Class, float Confidence);
