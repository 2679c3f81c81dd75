namespace RasterAnalysis.Gdal.Areas;

// A system whose areal scale no number of parts makes smooth; says it of "its" system.
internal sealed class UnsmoothGroundException() : Exception("the areal scale of its coordinate system jumps from pixel to pixel.");
