using RasterAnalysis.Models;

namespace RasterAnalysis.Quantization;

/// <summary>What of a network is to be quantised; how is not known before its tensors were looked at.</summary>
/// <param name="Precision">What it is to compute in.</param>
/// <param name="Tensors">The tensors that will stand in fewer bits, in the order in which they are made: names in the file, its functions put where they are called.</param>
/// <param name="ShareOfWork">Convolutions that compute so, of all; for 16 bits products of matrices too.</param>
public sealed record QuantizationDraft(NetworkPrecision Precision, IReadOnlyList<string> Tensors, (int Quantized, int All) ShareOfWork)
{
    /// <summary>Tensors among them that no convolution has made: values of the raster, or what the network made of them to begin with.</summary>
    public IReadOnlySet<string> OfRaster { get; init; } = new HashSet<string>();
}
