using RasterAnalysis.Quantization;
using RasterAnalysis.Tools.ClassifyPixels;

namespace RasterAnalysis.Worker.Processing;

/// <summary>A quantisation and what it does to labels, for the next job with the same network on the same raster.</summary>
internal sealed record KeptQuantization(NetworkQuantization Quantization, PrecisionReport Report);
