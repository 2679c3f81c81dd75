using RasterAnalysis.Rasters;

namespace RasterAnalysis.Tools.VerifyResult;

/// <summary>What a verification has found.</summary>
/// <param name="Sections">Sections that were made again.</param>
/// <param name="Pixels">Their pixels.</param>
/// <param name="Differing">Of these, those that differ from the result.</param>
/// <param name="Windows">Sections in which pixels differ, in pixels of the result, as far as they are the first hundred.</param>
/// <param name="IsSameFile">Whether the result's file is, byte by byte, the one that was published; null where that is not known.</param>
public sealed record VerifyReport(int Sections, long Pixels, long Differing, IReadOnlyList<PixelWindow> Windows, bool? IsSameFile);
