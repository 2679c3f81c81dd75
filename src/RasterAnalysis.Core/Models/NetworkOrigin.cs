using System.Text.Json.Serialization;

namespace RasterAnalysis.Models;

/// <summary>How the network that runs came out of the package's file.</summary>
public enum NetworkOrigin
{
    /// <summary>It is the package's ONNX file, or an ONNX file that the service wrote around it with the same numbers.</summary>
    [JsonStringEnumMemberName("onnx")]
    Onnx,

    /// <summary>An ONNX file that was converted from a network of another kind, and compared with it.</summary>
    [JsonStringEnumMemberName("converted")]
    Converted,

    /// <summary>An ONNX file that was built for weights that came without a graph.</summary>
    [JsonStringEnumMemberName("rebuilt")]
    Rebuilt,

    /// <summary>The package's Python raster function, which runs itself.</summary>
    [JsonStringEnumMemberName("python")]
    Python,
}
