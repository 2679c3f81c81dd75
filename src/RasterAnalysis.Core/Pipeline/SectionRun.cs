using RasterAnalysis.Finiteness;

namespace RasterAnalysis.Pipeline;

/// <summary>A section that is through the pipeline.</summary>
/// <param name="NonFinite">Pixels for which watched nodes made no finite number; nodes that made none are left out.</param>
/// <param name="Read">When it was read and normalised.</param>
/// <param name="Run">When the network ran for it.</param>
internal sealed record SectionRun(IReadOnlyList<NonFiniteCount> NonFinite, StageTime Read, StageTime Run);
