namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Metadata of an endpoint that makes a picture, and so takes <c>f=image</c>.</summary>
internal sealed class ImageOperation;
