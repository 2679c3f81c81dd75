namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Metadata of an endpoint whose parameters say everything about who asks: no token, key or cookie of the request is looked at, and a bad one is no reason to refuse it.</summary>
internal sealed class CredentialOperation;
