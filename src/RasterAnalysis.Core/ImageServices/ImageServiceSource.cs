namespace RasterAnalysis.ImageServices;

/// <summary>An image service that a request names as an input.</summary>
/// <param name="Address">The address of the service, without a query.</param>
/// <param name="RenderingRule">Functions that the service is to apply, as JSON; null for its stored values.</param>
/// <param name="MosaicRule">Which items of a mosaic, and in which order, as JSON; null for the service's own.</param>
/// <param name="Token">The token, sealed by <see cref="Storage.SecretBox"/>; null for none.</param>
public sealed record ImageServiceSource(Uri Address, string? RenderingRule = null, string? MosaicRule = null, string? Token = null);
