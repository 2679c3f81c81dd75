namespace RasterAnalysis.Locality;

/// <summary>A factor of a tensor's axis. An axis that was made by reshaping several into one has one part for each, the outermost first.</summary>
/// <param name="Image">The axis of the image that it runs along.</param>
/// <param name="Length">Elements.</param>
internal readonly record struct AxisPart(ImageAxis Image, int Length);
