using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A section that has run.</summary>
/// <param name="Read">When it was read and normalised.</param>
/// <param name="Run">When the network ran for it.</param>
/// <param name="Write">Writes it to a file, which appears complete or not at all, and gives what the tool says of it, as JSON; before the next one runs.</param>
internal sealed record FinishedSection(StageTime Read, StageTime Run, Func<string, string> Write);
