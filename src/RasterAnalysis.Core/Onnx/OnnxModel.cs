namespace RasterAnalysis.Onnx;

/// <summary>What an ONNX file holds (<c>ModelProto</c>), without its weights.</summary>
/// <param name="Opset">Version of ONNX's own operators.</param>
/// <param name="Graph">The graph.</param>
/// <param name="Metadata"><c>metadata_props</c>.</param>
/// <param name="ExternalFiles">Files that hold weights, as the network writes them, each once.</param>
public sealed record OnnxModel(
    long Opset, OnnxGraph Graph, IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<string> ExternalFiles);
