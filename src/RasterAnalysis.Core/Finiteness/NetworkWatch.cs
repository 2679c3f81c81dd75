namespace RasterAnalysis.Finiteness;

/// <summary>Which nodes of a network are looked at in each run.</summary>
/// <param name="Nodes">The nodes, in the order in which they run.</param>
/// <param name="Opset">Version of ONNX's own operators that the file uses.</param>
/// <param name="HasInlined">Whether one of them stands in a function of the file, whose nodes have to be written where it is called.</param>
public sealed record NetworkWatch(IReadOnlyList<WatchedNode> Nodes, long Opset, bool HasInlined);
