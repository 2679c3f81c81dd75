using RasterAnalysis.Pipeline;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>The finished pixels of one section.</summary>
/// <param name="Pixels">Rows × columns samples in the output's type, little-endian. Valid until the classifier's next call.</param>
/// <param name="Outcome">How many pixels of what there are.</param>
/// <param name="Read">When it was read and normalised.</param>
/// <param name="Run">When the network ran for it.</param>
public sealed record ClassifiedSection(ReadOnlyMemory<byte> Pixels, SectionOutcome Outcome, StageTime Read, StageTime Run)
{
    /// <summary>Planes of the plan's measures, one behind the other, each rows × columns bytes; none where it has none. Valid as long as the pixels.</summary>
    public ReadOnlyMemory<byte> Measures { get; init; }
}
