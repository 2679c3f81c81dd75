using System.Text.Json.Serialization;
using RasterAnalysis.Models;

namespace RasterAnalysis.Quantization;

/// <summary>Which tensors of a network stand as bytes, and in which scale. Nodes whose result is in the list compute in 8 bits, all others in Float32 as before.</summary>
/// <param name="Tensors">By the tensor's name.</param>
/// <param name="WeightLimit">
/// Weights are whole numbers from minus this to this, of a scale for each output channel: 127; 63 in plans of processors without VNNI that were made before there was a <see cref="PairLimit"/>.
/// </param>
public sealed record ByteQuantization(IReadOnlyDictionary<string, QuantizedTensor> Tensors, int WeightLimit) : NetworkQuantization
{
    /// <summary>The range of 8 bits, but for its odd end.</summary>
    public const int LargestWeight = sbyte.MaxValue;

    /// <summary>What two weights of one sign may be together where sums of two products with bytes have 16 bits: 128 · 255 is below 32768, and 129 · 255 is not.</summary>
    public const int LargestPair = 128;

    /// <summary>What two weights of one sign may be together that stand side by side in the order in which ONNX Runtime adds up; null for whatever they are.</summary>
    public int? PairLimit { get; init; }

    /// <summary>Whether no sum of two products with bytes needs more than 16 bits.</summary>
    [JsonIgnore]
    public bool FitsSixteenBits => 2 * WeightLimit <= LargestPair || PairLimit <= LargestPair;

    /// <inheritdoc/>
    public override NetworkPrecision Precision => NetworkPrecision.Int8;

    /// <inheritdoc/>
    public override byte[] Write(byte[] file, string folder, IReadOnlyCollection<string> kept) => QuantizedModel.Write(file, folder, this, kept);
}
