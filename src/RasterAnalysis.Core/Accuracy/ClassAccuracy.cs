namespace RasterAnalysis.Accuracy;

/// <summary>What reference data say of one class.</summary>
/// <param name="Value">Pixel value.</param>
/// <param name="Name">Name of the class.</param>
/// <param name="MapArea">How much of the map it has, as the pixels were counted.</param>
/// <param name="MapCount">Reference samples that the map gives this class.</param>
/// <param name="ReferenceCount">Reference samples that are of this class.</param>
/// <param name="Users">User's accuracy: the part of what the map gives this class that is of it. 0 to 1.</param>
/// <param name="Producers">Producer's accuracy: the part of what is of this class that the map gives it. 0 to 1.</param>
/// <param name="Area">The error-adjusted area, in the unit of <paramref name="MapArea"/>.</param>
public sealed record ClassAccuracy(
    long Value, string Name, double MapArea, long MapCount, long ReferenceCount, AccuracyEstimate Users, AccuracyEstimate Producers, AccuracyEstimate Area);
