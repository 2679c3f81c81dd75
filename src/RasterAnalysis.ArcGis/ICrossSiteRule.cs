using Microsoft.AspNetCore.Http;

namespace RasterAnalysis.ArcGis;

/// <summary>Knows whose page a request comes from. Here reading is by GET and POST alike, and so is changing: what a request may do cannot be told from its method.</summary>
/// <remarks>Thread-safe.</remarks>
public interface ICrossSiteRule
{
    /// <summary>Why a request may change nothing, as a sentence about its origin; null where it may.</summary>
    string? Fault(HttpRequest request);
}
