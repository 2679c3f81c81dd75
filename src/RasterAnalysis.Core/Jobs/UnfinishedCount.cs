namespace RasterAnalysis.Jobs;

/// <summary>How many jobs of a tool are in a state that is not final.</summary>
/// <param name="Task">ArcGIS's name of the tool's task.</param>
/// <param name="Status">The state.</param>
/// <param name="Count">How many; at least 1.</param>
public readonly record struct UnfinishedCount(string Task, JobStatus Status, int Count);
