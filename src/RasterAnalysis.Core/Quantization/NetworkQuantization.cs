namespace RasterAnalysis.Quantization;

/// <summary>
/// How a network is quantised for one raster (<c>docs/decisions/0102-int8-for-this-raster.md</c>): which of its tensors stand as bytes, and in which scale. Nodes whose result is in the list
/// compute in 8 bits, all others in Float32 as before.
/// </summary>
/// <param name="Tensors">By the tensor's name in the file, its functions put where they are called.</param>
/// <param name="WeightLimit">
/// Weights are whole numbers from minus this to this, of a scale for each output channel: 127 where the processor has VNNI, 63 where sums of two products would saturate.
/// </param>
public sealed record NetworkQuantization(IReadOnlyDictionary<string, QuantizedTensor> Tensors, int WeightLimit)
{
    /// <summary>Tells quantised networks apart: the SHA-256 of the file that is written for the network as it is, in hexadecimal digits.</summary>
    public string Hash { get; init; } = "";
}
