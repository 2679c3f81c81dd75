namespace RasterAnalysis.Jobs;

/// <summary>A line that the user reads. Messages are only ever added, and keep their order.</summary>
/// <param name="Type">Weight.</param>
/// <param name="Text">One or two sentences.</param>
/// <param name="Time">When it was written, UTC.</param>
public sealed record JobMessage(JobMessageType Type, string Text, DateTimeOffset Time);
