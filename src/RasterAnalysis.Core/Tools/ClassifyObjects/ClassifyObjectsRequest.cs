namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The tool's own parameters, read but not looked up yet: what <see cref="Requests.RasterModelRequest.Options"/> holds until the features are found.</summary>
/// <param name="Features">The features.</param>
/// <param name="ClassField">Name of the field for the class's name.</param>
public sealed record ClassifyObjectsRequest(ObjectReference Features, string ClassField);
