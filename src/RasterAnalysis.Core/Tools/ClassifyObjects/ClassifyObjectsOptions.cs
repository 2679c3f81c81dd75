namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>The tool's own parameters, with the features found.</summary>
/// <param name="ClassField">Name of the field for the class's name.</param>
/// <param name="Features">The features.</param>
public sealed record ClassifyObjectsOptions(string ClassField, ObjectSource Features);
