namespace RasterAnalysis.Detection;

/// <summary>What a detector found in one image of a run.</summary>
/// <param name="Objects">Its objects, in the order of the network's candidates.</param>
/// <param name="NotNumbers">Candidates that were left out because their score, or the box of one that is sure enough, is no finite number.</param>
/// <param name="WithoutMask">Objects that were left out because their mask has no pixel.</param>
public sealed record DecodedImage(IReadOnlyList<DetectedObject> Objects, long NotNumbers, long WithoutMask);
