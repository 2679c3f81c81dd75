namespace RasterAnalysis.Locality;

/// <summary>A node of a network that makes a pixel depend on the whole tile, or on where in the tile it lies.</summary>
/// <param name="Node">Operator and name, for example <c>InstanceNormalization '/norm1/Norm'</c>.</param>
/// <param name="Reason">What it does, in words.</param>
public sealed record LocalityBreak(string Node, string Reason);
