namespace RasterAnalysis.Processing;

/// <summary>Answer to <see cref="InstanceRequest.RunSection"/>.</summary>
/// <param name="Outcome">What the tool says of it, as JSON.</param>
/// <param name="ExecutionProvider">What ran the network.</param>
/// <param name="Hash">Hash of the section's file, which is on the disk: see <see cref="SectionHash"/>.</param>
/// <param name="Times">What took how long.</param>
public sealed record SectionResult(string Outcome, string ExecutionProvider, string Hash, SectionTimes Times);
