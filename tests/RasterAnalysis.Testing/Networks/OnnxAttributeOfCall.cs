namespace RasterAnalysis.Testing.Networks;

/// <summary>Within a function: a value that the call gives.</summary>
/// <param name="Name">Attribute of the call.</param>
/// <param name="Type">Its type by ONNX's numbers; 7 for whole numbers.</param>
public sealed record OnnxAttributeOfCall(string Name, int Type = 7);
