namespace RasterAnalysis.Locality;

/// <summary>What a network's output pixel depends on, read from its graph. It decides whether tiles give what the whole raster would give.</summary>
/// <param name="Stride">
/// The network's total stride, in pixels: moving the input by this many pixels moves the output by as many and changes nothing else. Tiles must
/// begin at its multiples.
/// </param>
/// <param name="Radius">
/// Receptive-field radius, in pixels: an output pixel depends on input pixels at most this far from it, along rows or columns. Null where the graph
/// gives none.
/// </param>
/// <param name="Breaks">Nodes that make a pixel depend on the whole tile; without them tiles are exact.</param>
/// <param name="BytesPerPixel">Memory for intermediate results that one pixel of a tile takes, at the most; 0 when not known.</param>
public sealed record NetworkLocality(int Stride, int? Radius, IReadOnlyList<LocalityBreak> Breaks, double BytesPerPixel)
{
    /// <summary>Whether every output pixel depends on a bounded neighbourhood and on nothing else.</summary>
    public bool IsLocal => Radius is not null && Breaks.Count == 0;

    /// <summary>Whether the tiles of one run change each other's results, for example where quantisation is chosen from the least and the greatest value of all of them.</summary>
    public bool MixesTiles { get; init; }
}
