namespace RasterAnalysis.Narrowing;

/// <summary>
/// How a network is changed for tiles of one padding: where it goes up in scale it computes only what the tile's core will need, and leaves out the rest
/// of the padding. Every pixel of the core comes out as before (<c>docs/decisions/0018-narrowed-networks.md</c>).
/// </summary>
/// <param name="Crop">Pixels that its output lacks on each side of the tile.</param>
/// <param name="Cuts">Where tensors are cut, in the order of the graph's nodes.</param>
/// <param name="WorkLeft">Its arithmetic over that of the network as it was, 0 to 1.</param>
public sealed record NetworkNarrowing(int Crop, IReadOnlyList<NetworkCut> Cuts, double WorkLeft);
