namespace RasterAnalysis.Classification;

/// <summary>How a request names an input.</summary>
/// <param name="Kind">By what.</param>
/// <param name="Value">The id, path, address or document.</param>
public sealed record SourceReference(SourceKind Kind, string Value)
{
    /// <inheritdoc/>
    public override string ToString() => Kind == SourceKind.Inline ? "a definition given in the request" : Value;
}
