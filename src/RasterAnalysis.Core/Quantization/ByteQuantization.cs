using RasterAnalysis.Models;

namespace RasterAnalysis.Quantization;

/// <summary>Which tensors of a network stand as bytes, and in which scale. Nodes whose result is in the list compute in 8 bits, all others in Float32 as before.</summary>
/// <param name="Tensors">By the tensor's name.</param>
/// <param name="WeightLimit">
/// Weights are whole numbers from minus this to this, of a scale for each output channel: 127 where the processor has VNNI, 63 where sums of two products would saturate.
/// </param>
public sealed record ByteQuantization(IReadOnlyDictionary<string, QuantizedTensor> Tensors, int WeightLimit) : NetworkQuantization
{
    /// <inheritdoc/>
    public override NetworkPrecision Precision => NetworkPrecision.Int8;

    /// <inheritdoc/>
    public override byte[] Write(byte[] file, string folder, IReadOnlyCollection<string> kept) => QuantizedModel.Write(file, folder, this, kept);
}
