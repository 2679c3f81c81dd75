using System.Diagnostics.CodeAnalysis;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyObjects;

/// <summary>A request to classify objects.</summary>
/// <param name="request">What all requests have.</param>
/// <param name="Features">The features, not looked up yet.</param>
/// <param name="ClassField">Name of the field for the class's name.</param>
[method: SetsRequiredMembers]
public sealed record ClassifyObjectsRequest(RasterModelRequest request, ObjectReference Features, string ClassField) : RasterModelRequest(request)
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "ClassifyObjectsUsingDeepLearning";
}
