namespace RasterAnalysis.Detection;

/// <summary>What one run of a detector found.</summary>
/// <param name="Images">For each image of the batch its objects, in the order of the network's candidates.</param>
/// <param name="NotNumbers">Candidates that were left out because their score, or the box of one that is sure enough, is no finite number.</param>
/// <param name="WithoutMask">Objects that were left out because their mask has no pixel.</param>
public sealed record DecodedObjects(IReadOnlyList<IReadOnlyList<DetectedObject>> Images, long NotNumbers, long WithoutMask);
