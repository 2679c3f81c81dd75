namespace RasterAnalysis.Inference;

/// <summary>What a network takes and gives, as its file declares it.</summary>
/// <param name="Inputs">Inputs that a caller must give; initialisers that old files also list as inputs are left out.</param>
/// <param name="Outputs">Outputs in the file's order.</param>
public sealed record NetworkSignature(IReadOnlyList<NetworkTensor> Inputs, IReadOnlyList<NetworkTensor> Outputs);
