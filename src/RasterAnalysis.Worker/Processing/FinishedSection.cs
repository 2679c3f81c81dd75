using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A section that has run.</summary>
/// <param name="Outcome">What the tool says of it, as JSON.</param>
/// <param name="Read">When it was read and normalised.</param>
/// <param name="Run">When the network ran for it.</param>
/// <param name="Write">Writes it to a file, which appears complete or not at all; before the next one runs.</param>
internal sealed record FinishedSection(string Outcome, StageTime Read, StageTime Run, Action<string> Write);
