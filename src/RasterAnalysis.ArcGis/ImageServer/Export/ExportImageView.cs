using RasterAnalysis.Rasters;
using RasterAnalysis.Rasters.Rendering;

namespace RasterAnalysis.ArcGis.ImageServer.Export;

/// <summary>A checked request for a picture.</summary>
/// <param name="Source">Where pixels are taken from.</param>
/// <param name="Request">What the renderer is asked for.</param>
/// <param name="SpatialReference">Coordinate system of the picture; null when neither the request nor the raster has one.</param>
internal sealed record ExportImageView(RasterSource Source, RenderRequest Request, SpatialReference? SpatialReference);
