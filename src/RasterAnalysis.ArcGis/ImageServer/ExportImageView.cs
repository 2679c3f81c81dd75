using RasterAnalysis.Rasters;

namespace RasterAnalysis.ArcGis.ImageServer;

/// <summary>A checked request for a picture.</summary>
/// <param name="Request">What the renderer is asked for.</param>
/// <param name="SpatialReference">Coordinate system of the picture; null when neither the request nor the raster has one.</param>
internal sealed record ExportImageView(RenderRequest Request, SpatialReference? SpatialReference);
