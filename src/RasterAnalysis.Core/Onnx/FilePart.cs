namespace RasterAnalysis.Onnx;

/// <summary>Where in a file a message lies.</summary>
/// <param name="Start">Its first byte.</param>
/// <param name="End">The byte behind its last.</param>
public readonly record struct FilePart(long Start, long End);
