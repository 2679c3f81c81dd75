namespace RasterAnalysis.Pipeline;

/// <summary>When one stage of the pipeline worked on a section.</summary>
/// <param name="Begun">When its first part was begun, UTC; that may be before the section was asked for, which is read ahead.</param>
/// <param name="Ended">When its last part was done, UTC.</param>
/// <param name="Busy">Time of all parts together, also of those that went on side by side.</param>
public readonly record struct StageTime(DateTime Begun, DateTime Ended, TimeSpan Busy);
