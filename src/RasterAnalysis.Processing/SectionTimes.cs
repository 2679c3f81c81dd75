namespace RasterAnalysis.Processing;

/// <summary>Busy seconds of a section's steps. They overlap, and each is the sum over its threads: together they may be more than the section took.</summary>
/// <param name="ReadSeconds">Reading and normalising tiles.</param>
/// <param name="RunSeconds">Running the network.</param>
/// <param name="WriteSeconds">Writing the section's file.</param>
public readonly record struct SectionTimes(double ReadSeconds, double RunSeconds, double WriteSeconds);
