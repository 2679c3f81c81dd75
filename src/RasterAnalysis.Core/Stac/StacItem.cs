namespace RasterAnalysis.Stac;

/// <summary>An item: a scene with its assets.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Place">Where it stands in the document, with a dot behind: <c>features[3].</c>, or nothing.</param>
/// <param name="Base">What relative hrefs are relative to.</param>
/// <param name="Time">When it was taken; null where it does not say.</param>
/// <param name="CloudCover">Per cent of it under clouds; null where it does not say.</param>
/// <param name="IsOffsetApplied">Whether the offset of its bands is in the stored values already, as Earth Search says of Sentinel-2.</param>
/// <param name="Assets">Its assets, in its order.</param>
public sealed record StacItem(string Id, string Place, Uri Base, DateTimeOffset? Time, double? CloudCover, bool IsOffsetApplied, IReadOnlyList<StacAsset> Assets);
