using System.Diagnostics.CodeAnalysis;
using RasterAnalysis.Requests;

namespace RasterAnalysis.Tools.ClassifyPixels;

/// <summary>A request to classify pixels.</summary>
/// <param name="request">What all requests have.</param>
[method: SetsRequiredMembers]
public sealed record ClassifyPixelsRequest(RasterModelRequest request) : RasterModelRequest(request)
{
    /// <summary>Name of the task in ArcGIS.</summary>
    public const string TaskName = "ClassifyPixelsUsingDeepLearning";
}
