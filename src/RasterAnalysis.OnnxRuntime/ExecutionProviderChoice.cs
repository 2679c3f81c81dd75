namespace RasterAnalysis.OnnxRuntime;

/// <summary>Where a network is to run.</summary>
/// <param name="Providers">ONNX Runtime's names, in the order in which they are tried; the processor is always last and not listed.</param>
/// <param name="Warning">What the user should know; null when there is nothing.</param>
internal sealed record ExecutionProviderChoice(IReadOnlyList<string> Providers, string? Warning);
