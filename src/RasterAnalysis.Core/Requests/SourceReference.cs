using RasterAnalysis.Stac;

namespace RasterAnalysis.Requests;

/// <summary>How a request names an input.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Value">The id, path, address or document.</param>
/// <param name="RenderingRule">For an address of an image service: functions that it is to apply, as JSON; null for none.</param>
/// <param name="MosaicRule">For an address of an image service: which items, and in which order, as JSON; null for its own.</param>
/// <param name="ServiceToken">For an address: a token given beside it; null for none.</param>
/// <param name="Stac">For an address of a STAC document: which assets, and which values; null where nothing is said.</param>
public sealed record SourceReference(
    SourceKind Kind, string Value, string? RenderingRule = null, string? MosaicRule = null, string? ServiceToken = null, StacChoice? Stac = null)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == SourceKind.Inline ? "a definition given in the request" : Json.TokenRedaction.Redact(Value);
}
