using System.Diagnostics.CodeAnalysis;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.DetectObjects;

/// <summary>A request to detect objects.</summary>
/// <param name="request">What all requests have.</param>
/// <param name="Options">The tool's own parameters.</param>
[method: SetsRequiredMembers]
public sealed record DetectObjectsRequest(RasterModelRequest request, DetectionOptions Options) : RasterModelRequest(request)
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "DetectObjectsUsingDeepLearning";
}
