using RasterAnalysis.Onnx;

namespace RasterAnalysis.Locality;

/// <summary>What an analysis found.</summary>
/// <param name="Outputs">Facts of the graph's outputs, by name; those that could not be followed are missing.</param>
/// <param name="Tensors">Facts of every tensor that could be followed, by name.</param>
/// <param name="Breaks">Nodes that break locality, in the order in which they run.</param>
/// <param name="Period">
/// Pixels by which the input must move so that every tensor of the network moves by whole elements; where some tensor could not be followed, a multiple of 32
/// of them, since no network in use pools by more.
/// </param>
/// <param name="PeakElements">The most elements that are alive at once, weights left out.</param>
/// <param name="Work">Multiplications, or what takes as long.</param>
internal sealed record LocalityFacts(
    IReadOnlyDictionary<string, TensorFact> Outputs, IReadOnlyDictionary<string, TensorFact> Tensors, IReadOnlyList<LocalityBreak> Breaks, long Period,
    long PeakElements, double Work)
{
    private const int LargestPeriod = 4096;

    /// <summary>Whether tiles that are run together change each other's results.</summary>
    public bool MixesTiles { get; init; }

    /// <summary>Nodes that draw random numbers.</summary>
    public IReadOnlyList<OnnxNode> Random { get; init; } = [];

    /// <summary>
    /// The next side of a tile that the period divides: other sizes are rounded somewhere inside the network, or do not go through it at all. Periods
    /// that no tile could have are left alone.
    /// </summary>
    public int Fit(int side) => Period > LargestPeriod ? side : checked((int)((side + Period - 1) / Period * Period));
}
