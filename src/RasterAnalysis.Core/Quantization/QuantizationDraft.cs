namespace RasterAnalysis.Quantization;

/// <summary>What of a network is to be quantised; how is not known before its tensors were looked at.</summary>
/// <param name="Tensors">The tensors that will stand as bytes, in the order in which they are made: names in the file, its functions put where they are called.</param>
/// <param name="ShareOfWork">Convolutions that compute in bytes, of all.</param>
public sealed record QuantizationDraft(IReadOnlyList<string> Tensors, (int Quantized, int All) ShareOfWork);
