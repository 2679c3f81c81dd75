namespace RasterAnalysis.ArcGis.Wire;

/// <summary>Metadata of an endpoint that answers with a picture whatever <c>f</c> says.</summary>
internal sealed class TileOperation;
