namespace RasterAnalysis.Locality;

/// <summary>A rule needs what is not known of a tensor, for example its shape; the node counts as one that breaks locality.</summary>
internal sealed class UnknownTensorException : Exception;
